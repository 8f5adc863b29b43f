"""The bench of settlements measures what it says: the same rows, every answer read."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import psycopg
import pytest
from django.db import connection
from tests.express.test_lane import KEY, LOGIN, lane, purchase, sent, signed_in  # noqa: F401 - lane is a fixture
from tests.services.hsa.care import save, stage
from tests.services.hsa.stage import as_owner, party_of

from tongban.config.bench.settling import floor, material, tills
from tongban.config.bench.settling.city import grow, people
from tongban.gateways.clock import real_now
from tongban.records.settlement.models import FeeLine, Settlement
from tongban.services.hsa.express import Express


@pytest.mark.django_db(transaction=True)
def test_the_floor_writes_what_a_purchase_writes(lane: Express) -> None:  # noqa: F811 - the fixture
    number, sign_no = stage(LOGIN), signed_in()
    save(party_of(LOGIN), 3_000_00)
    assert sent(lane, purchase(number, sign_no)) is not None
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"],
        port=str(where["PORT"]),
        user=where["USER"],
        dbname=where["NAME"],
    ) as by_hand:
        grow(by_hand, persons=3)
        grow(by_hand, persons=5)
        found = people(by_hand)
        assert found.last - found.first == 4
        words = floor.statement(by_hand, sign=sign_no, key=KEY)
        said = words.replace("(:person)", f"({found.first})").replace("(:key)", "('7')")
        by_hand.execute(said)
        by_hand.commit()
    with as_owner():
        first, second = Settlement.objects.order_by("pk")
        assert (second.person_id, second.message) == (found.first, "F7")
        assert second.steps == first.steps
        for row in (first, second):
            assert FeeLine.objects.filter(settlement=row).count() == 3
            assert row.journal is not None
            assert row.journal.postings.count() == 3


class Platform(BaseHTTPRequestHandler):
    """Answers every second purchase with a refusal."""

    protocol_version = "HTTP/1.1"
    asked: list[dict[str, object]] = []  # noqa: RUF012 - one for the test

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(json.loads(body))
        code = 0 if len(self.asked) % 2 else -1
        answer = f'{{"infcode":{code}}}'.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_tills_read_every_answer_and_no_purchase_is_sent_twice(port: int) -> None:
    told = {
        "port": port,
        "key": "a.b",
        "template": material.template("sign", real_now()),
        "numbers": ["1", "2", "3"],
        "run": "0000000001",
        "clients": 3,
        "seconds": 0.2,
    }
    found = tills.main(told)
    assert found["sent"] == len(Platform.asked)
    assert found["refused"] == len(Platform.asked) // 2
    assert '"infcode":-1' in found["first_refusal"]
    assert found["p99_ms"] >= found["p50_ms"] > 0
    keys = [str(one["msgid"]) for one in Platform.asked]
    assert len(set(keys)) == len(keys)
    purchases = [one["input"] for one in Platform.asked]
    assert {len(one["drugdetail"]) for one in purchases} == {5}  # type: ignore[index]
    assert "9001" in material.sign_in(real_now())
