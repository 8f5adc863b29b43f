"""Database and site are killed under tills: nothing acknowledged is lost or doubled."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import Request, urlopen

import psycopg
from click.testing import CliRunner
from tests.config.test_up import Run, command_of, environment_of, up
from tests.places import quick_folder

from tongban.config.bench.settling import material
from tongban.config.bench.settling.city import grow, people
from tongban.config.cluster import OWNER, address
from tongban.config.commands.his_demo import his_demo
from tongban.gateways.clock import real_now
from tongban.gateways.his import InstitutionSystem, PlatformRefused, field_of

PERSONS = 40
TILLS = 3  # of a pharmacy, and as many of a hospital
HOSPITAL = "H37070500001"
HOSPITAL_KEY = ("demo-hospital", "demo-secret-of-the-hospital")
SERIALS = 1_000  # between the message numbers of two tills
ONE_IN_BROUGHT_BACK = 3
BROKEN = (OSError, HTTPException, URLError, ValueError)
PAUSE_SECONDS = 0.05
MORE = 25  # purchases acknowledged after each kill
BACK_SECONDS_MAX = 60
KEY = f"{material.KEY}.{material.SECRET}"
# The city of the bench has money out of nowhere; here every fen has its posting.
HONEST = (
    "DELETE FROM settlement_yearuse WHERE person_id >= %(first)s",
    "UPDATE ledger_ledgeraccount SET balance_fen = 0 WHERE owner_id >= %(first)s",
    """WITH j AS (
        INSERT INTO ledger_journal (at, day, region, reason, source, request_key)
        VALUES (now(), current_date, '370700', 'opening', 'test', 'test opening')
        RETURNING id),
    lines AS (
        SELECT id, 20000 AS fen FROM ledger_ledgeraccount
        WHERE owner_id >= %(first)s
        UNION ALL SELECT id, -20000 * %(persons)s FROM ledger_ledgeraccount
        WHERE kind = 'collected' AND region = '370700')
    INSERT INTO ledger_posting (journal_id, account_id, amount_fen, words)
    SELECT j.id, lines.id, lines.fen, 'test' FROM j, lines""",
)


@dataclass
class Tills:
    """Several tills that go on whatever happens, and note what they were told."""

    site: str
    template: str
    numbers: list[str]
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def message(self, msgid: str) -> bytes:
        number = self.numbers[int(msgid[-6:]) % len(self.numbers)]
        return self.template.replace("PSN_NO", number).replace("MSGID", msgid).encode()

    def send(self, msgid: str) -> dict[str, object]:
        asked = Request(  # noqa: S310 - our own address
            f"{self.site}hsa/hgs/2102",
            data=self.message(msgid),
            headers={"Content-Type": "application/json", "apikey": KEY},
        )
        with urlopen(asked, timeout=20) as answer:  # noqa: S310 - our own address
            return json.loads(answer.read())

    def work(self, till: int) -> None:
        place = 0
        while not self.over.is_set():
            msgid = f"{till + 1:02d}{place:06d}"
            place += 1
            self.unsure.add(msgid)
            try:
                said = self.send(msgid)
            except BROKEN:
                time.sleep(0.05)
                continue
            time.sleep(PAUSE_SECONDS)  # enough to be hit, few enough to ask again
            if said["infcode"] == 0:
                self.told[msgid] = number_of(said)
                self.unsure.discard(msgid)
            else:
                self.refused.append(str(said["err_msg"]))

    def ward(self, till: int) -> InstitutionSystem:
        """One till of the hospital: it signs what it sends."""
        place = (self.site, HOSPITAL, "潍坊示例市立医院", "370705", *HOSPITAL_KEY)
        return InstitutionSystem(*place, serial=(till + 1) * SERIALS)

    def care(self, till: int) -> None:
        """Visits, one after the other: charged, settled, now and then brought back."""
        system, place = self.ward(till), 0
        while not self.over.is_set():
            place += 1
            number = self.numbers[(place * TILLS + till) % len(self.numbers)]
            try:
                if not system.sign_no:
                    said = {"opter_no": str(till), "mac": "00-00", "ip": "127.0.0.1"}
                    found = system.ask("9001", {"signIn": said})
                    system.sign_no = str(field_of(found, "signinoutb", "sign_no"))
                visit = registered(system, number, place)
                bill = self.settled(system, "2207", bill_of(number, visit))
                if bill and place % ONE_IN_BROUGHT_BACK == 0:
                    back = {"setl_id": bill, "mdtrt_id": visit, "psn_no": number}
                    self.settled(system, "2208", {"data": back})
            except (*BROKEN, PlatformRefused) as fault:
                self.refused.append(str(fault))
                time.sleep(PAUSE_SECONDS)

    def settled(self, system: InstitutionSystem, infno: str, said: object) -> str:
        """Send what settles or undoes, and note what was told or that it is unsure."""
        text = system.message(infno, said)  # type: ignore[arg-type] - an object
        key = system.last
        self.texts[key] = (infno, text)
        self.unsure.add(key)
        number = str(field_of(system.repeat(infno, text), "setlinfo", "setl_id"))
        self.told[key] = number
        self.unsure.discard(key)
        return number

    def again(self, key: str) -> str:
        """Send a message once more and return the number it is told."""
        if key not in self.texts:
            said = self.send(key)
            assert said["infcode"] == 0, said
            return number_of(said)
        return str(
            field_of(self.ward(0).repeat(*self.texts[key]), "setlinfo", "setl_id")
        )

    @contextmanager
    def working(self) -> Iterator[None]:
        threads = [
            Thread(target=work, args=(till,))
            for till in range(TILLS)
            for work in (self.work, self.care)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()


def registered(system: InstitutionSystem, number: str, place: int) -> str:
    """Register a visit and upload one line."""
    moment = f"{real_now():%Y-%m-%d %H:%M:%S}"
    said = {
        "psn_no": number,
        "insutype": "310",
        "begntime": moment,
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "ipt_otp_no": f"M{place}",
        "dept_code": "A01",
        "dept_name": "内科",
        "caty": "A03",
    }
    visit = str(field_of(system.ask("2201", {"data": said}), "data", "mdtrt_id"))
    charged = {
        "feedetl_sn": f"{system.serial}",
        "mdtrt_id": visit,
        "psn_no": number,
        "chrg_bchno": "0000",
        "rx_circ_flag": "0",
        "fee_ocur_time": moment,
        "med_list_codg": material.CODES[0],
        "medins_list_codg": "own",
        "det_item_fee_sumamt": "45.00",
        "cnt": "1",
        "pric": "45.00",
        "bilg_dept_codg": "A01",
        "bilg_dept_name": "内科",
        "bilg_dr_codg": "D370705000001",
        "bilg_dr_name": "钱医生",
        "hosp_appr_flag": "1",
    }
    system.ask("2204", {"feedetail": [charged]})
    return visit


def bill_of(number: str, visit: str) -> dict[str, object]:
    said = {
        "psn_no": number,
        "insutype": "310",
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "med_type": "11",
        "medfee_sumamt": "45.00",
        "psn_setlway": "01",
        "mdtrt_id": visit,
        "chrg_bchno": "0000",
        "acct_used_flag": "1",
        "invono": "",
        "fulamt_ownpay_amt": "0",
        "overlmt_selfpay": "0",
        "preselfpay_amt": "0",
        "inscp_scp_amt": "0",
    }
    return {"data": said}


def number_of(said: dict[str, object]) -> str:
    return str(said["output"]["setlinfo"]["setl_id"])  # type: ignore[index]


def wait_for_more(tills: Tills) -> None:
    """Wait until some more purchases are acknowledged."""
    before, until = len(tills.told), time.monotonic() + BACK_SECONDS_MAX
    while len(tills.told) < before + MORE:
        assert time.monotonic() < until, (before, tills.refused[-3:])
        time.sleep(0.05)


def connected(home: Path) -> psycopg.Connection:
    named = address(home, OWNER)
    return psycopg.connect(
        host=str(named["HOST"]),
        port=str(named["PORT"]),
        user=str(named["USER"]),
        dbname=str(named["NAME"]),
    )


def peopled(run: Run) -> Tills:
    """A small city in the running site, with money in every account."""
    with connected(run.home) as connection:
        grow(connection, persons=PERSONS)
        found = people(connection)
        for statement in HONEST:
            connection.execute(statement, {"first": found.first, "persons": PERSONS})
    numbers = subprocess.run(
        [
            sys.executable,
            *("-m", "tongban.config.bench.settling.material"),
            *(str(found.first), str(found.last), str(PERSONS)),
        ],
        env=environment_of(run.home),
        capture_output=True,
        check=True,
    )
    site = f"http://127.0.0.1:{run.port}/"
    moment = real_now()
    asked = Request(  # noqa: S310 - our own address
        f"{site}hsa/hgs/9001",
        data=material.sign_in(moment).encode(),
        headers={"Content-Type": "application/json", "apikey": KEY},
    )
    with urlopen(asked) as answer:  # noqa: S310 - our own address
        sign_no = json.loads(answer.read())["output"]["signinoutb"]["sign_no"]
    return Tills(site, material.template(sign_no, moment), json.loads(numbers.stdout))


def kill(run: Run, word: str) -> None:
    """Kill every process of the site whose command has a word, at once."""
    for pid in run.children():
        if word in command_of(pid):
            os.kill(pid, signal.SIGKILL)


def test_whoever_is_killed_every_settlement_is_there_once(monkeypatch):
    with tempfile.TemporaryDirectory(
        prefix="tongban-test-", dir=quick_folder()
    ) as name:
        home = Path(name)
        home.chmod(0o711)
        run = up(home)
        monkeypatch.setenv("TONGBAN_HOME", str(home))
        play_one_day_in_two_parts(f"http://127.0.0.1:{run.port}")
        tills = peopled(run)
        with tills.working():
            for word in ("/postgres", "granian"):
                wait_for_more(tills)
                kill(run, word)
            wait_for_more(tills)
            run.stop(signal.SIGKILL)
        assert tills.told
        again = up(home)
        try:
            tills.site = f"http://127.0.0.1:{again.port}/"
            check(tills, home)
        finally:
            again.stop(signal.SIGTERM)


def play_one_day_in_two_parts(site: str) -> None:
    """The simulated institutions settle, undo, lose answers, and their books agree."""
    for seed in ("1", "2"):
        told = CliRunner().invoke(
            his_demo, ["--url", site, "--visits", "8", "--seed", seed]
        )
        assert told.exit_code == 0, told.output
        assert "各机构的总额和明细都与平台相符。" in told.output


def test_a_platform_that_is_not_there_is_named():
    told = CliRunner().invoke(his_demo, ["--url", "http://127.0.0.1:9"])
    assert told.exit_code == 1
    assert "连不上平台http://127.0.0.1:9" in told.output


def check(tills: Tills, home: Path) -> None:
    """Acknowledged: the same answer again. Unsure: whole or absent, then settled."""
    for key, number in tills.told.items():
        assert tills.again(key) == number
    for key in tills.unsure:
        assert tills.again(key)
    assert {infno for infno, _ in tills.texts.values()} == {
        "2207",
        "2208",
    }, tills.refused[:3]
    everything = set(tills.told) | tills.unsure
    with connected(home) as connection:
        rows = connection.execute(
            "SELECT message, count(*) FROM settlement_settlement"
            " WHERE message ~ '^[0-9]{8}$' OR message = ANY (%s) GROUP BY 1",
            [list(tills.texts)],
        ).fetchall()
    assert {message for message, _ in rows} == everything
    assert {count for _, count in rows} == {1}
    for ledger in ("settlement", "ledger"):
        proved = subprocess.run(
            [sys.executable, "-m", "tongban.config", ledger, "verify"],
            env=environment_of(home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert proved.returncode == 0, proved.stdout + proved.stderr
