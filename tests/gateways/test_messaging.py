"""Suppliers of messages: the double applies a key once; requests are signed."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from tongban.gateways import signed_http
from tongban.gateways.messaging import Sent, send, suppliers
from tongban.gateways.messaging_http import HttpSupplier
from tongban.gateways.messaging_values import Accepted, Failed, Outgoing, Refused
from tongban.gateways.phones import PhoneMode, Phones
from tongban.gateways.signed_http import is_signed, signature

KEY = "k" * 40
NOW = datetime(2023, 9, 11, 4, tzinfo=UTC)
MESSAGE = Outgoing("abc123", "sms", "10012345678", "【潍坊医保】您好")


@pytest.fixture
def drawer(tmp_path) -> Phones:
    return Phones(tmp_path / "phones")


def test_the_double_takes_a_key_once(drawer):
    for _ in range(2):
        assert drawer.send(MESSAGE.dated(NOW)) == Accepted("abc123")
    (shown,) = drawer.messages(MESSAGE.address)
    assert (shown.text, shown.state, shown.own) == (MESSAGE.text, "sent", False)
    assert drawer.messages("10000000000") == ()


def test_a_receipt_is_given_until_it_is_acknowledged(drawer):
    drawer.send(MESSAGE.dated(NOW))
    (first,) = drawer.collect()
    assert drawer.collect() == (first,)
    assert first.delivered
    drawer.acknowledge([first.key, "never-seen"])
    assert drawer.collect() == ()
    drawer.send(MESSAGE.dated(NOW))  # sent again after its receipt
    assert drawer.collect() == ()
    assert drawer.messages(MESSAGE.address)[0].state == "delivered"


@pytest.mark.parametrize(
    ("mode", "receipts"),
    [
        (PhoneMode.NORMAL, [True]),
        (PhoneMode.FAILS, [False]),
        (PhoneMode.SILENT, []),
    ],
)
def test_a_phone_answers_as_it_was_told(drawer, mode, receipts):
    drawer.set_mode(MESSAGE.address, mode)
    assert drawer.mode_of(MESSAGE.address) is mode
    drawer.send(MESSAGE.dated(NOW))
    assert [one.delivered for one in drawer.collect()] == receipts


def test_a_key_is_no_path(drawer):
    with pytest.raises(ValueError, match="message key"):
        drawer.send(Outgoing("../x", "sms", "1", "x", NOW))
    with pytest.raises(ValueError, match="moment"):
        drawer.send(MESSAGE)


class Supplier(BaseHTTPRequestHandler):
    """A supplier that checks the signature and answers what its path says."""

    taken: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = is_signed(
            KEY,
            moment=self.headers["X-Tongban-Time"],
            path=self.path,
            body=body,
            signed=self.headers["X-Tongban-Signature"],
        )
        status = int(self.path.strip("/")) if good else 401
        self.taken.append(json.loads(body))
        answer = b'{"reference": "r-1"}' if status == 200 else b"no json"
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), Supplier)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "key", "outcome"),
    [
        ("/200", KEY, Accepted("r-1")),
        ("/202", KEY, Accepted("abc123")),
        ("/400", KEY, Refused("http_400")),
        ("/200", "another key", Refused("http_401")),
        ("/429", KEY, Failed("http_429")),
        ("/503", KEY, Failed("http_503")),
    ],
)
def test_a_supplier_is_asked_by_a_signed_request(site, path, key, outcome):
    supplier = HttpSupplier("first", site + path, key)
    assert supplier.send(MESSAGE) == outcome
    assert Supplier.taken[-1] == {
        "key": "abc123",
        "way": "sms",
        "to": "10012345678",
        "text": "【潍坊医保】您好",
    }
    assert supplier.collect() == ()


def test_nobody_there_may_be_tried_again():
    nobody = HttpSupplier("first", "http://127.0.0.1:9/", KEY)
    assert nobody.send(MESSAGE) == Failed("unreachable")


def test_the_second_is_asked_only_when_the_first_fails(site):
    broken = HttpSupplier("first", site + "/503", KEY)
    refusing = HttpSupplier("first", site + "/400", KEY)
    good = HttpSupplier("second", site + "/200", KEY)
    assert send(MESSAGE, (broken, good), at=NOW) == Sent("second", Accepted("r-1"))
    assert send(MESSAGE, (refusing, good), at=NOW).outcome == Refused("http_400")
    assert send(MESSAGE, (), at=NOW).outcome == Failed("no_supplier")


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"body": b"other"}, False),
        ({"path": "/other"}, False),
        ({"moment": "1699999699"}, False),
        ({"moment": "soon"}, False),
        ({"signed": "00"}, False),
        ({"signed": "签"}, False),
    ],
)
def test_a_signature_covers_time_path_and_body(monkeypatch, change, good):
    monkeypatch.setattr(
        signed_http, "real_now", lambda: datetime.fromtimestamp(1_700_000_000, UTC)
    )
    moment = "1699999700"  # five minutes ago, to the second
    own = signature(KEY, moment=moment, path="/a", body=b"x")
    sent = {"moment": moment, "path": "/a", "body": b"x", "signed": own, **change}
    assert is_signed(KEY, **sent) is good


@pytest.mark.parametrize(
    ("choice", "names"),
    [("local", ["local"]), ("none", []), ("http", ["first", "second"])],
)
def test_the_setting_chooses_who_carries_messages(settings, tmp_path, choice, names):
    settings.TONGBAN_HOME = tmp_path
    settings.TONGBAN_MESSAGING = choice
    settings.MESSAGING_SUPPLIERS = (
        ("first", "https://a.example/", KEY),
        ("second", "https://b.example/", KEY),
    )
    assert [supplier.name for supplier in suppliers()] == names
