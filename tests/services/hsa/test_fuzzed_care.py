"""Messages of care with anything in any field: an answer always, never half a row."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.hsa.care import (
    METFORMIN,
    MOMENT,
    admitted,
    bill,
    bought,
    buy,
    charge,
    charge_stay,
    discharged,
    done,
    line,
    registered,
    send,
    stage,
    stay_bill,
)
from tests.services.hsa.stage import HOSPITAL, PHARMACY, as_owner, body, told

from tongban.core.hsa.envelope import EnvelopeFaulty
from tongban.records.hsa.models import Message
from tongban.records.ledger.models import Journal, Posting
from tongban.records.settlement.models import (
    Diagnosis,
    FeeLine,
    Settlement,
    Visit,
    YearUse,
)
from tongban.services.settlement.verify import verify_settlements

UNDONE = {"2103", "2208", "2305"}
OF_VISIT = {"2202", "2203", "2204", "2205", "2206", "2207"}
KINDS = sorted(
    {"1101", "1901", "2001", "2101", "2102", "2201", "2601", "3201", "3202", "3203"}
    | {"2301", "2302", "2303", "2304", "2402", "2403", "2404", "2405", "3204"}
    | {"5201", "5202", "5203", "5204", "5205", "5206", "5303"}
    | OF_VISIT
    | UNDONE
)
TABLES = (Message, Visit, Diagnosis, FeeLine, Settlement, YearUse, Journal, Posting)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "null",
            "-0.01",
            "0",
            "1e9",
            "NaN",
            "99999999999999.99",
            "2026-02-30 10:00:00",
            "1900-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "000000000000000001",
            "'; DROP TABLE settlement_visit; --",
            "\ufeff",
            "𠮷" * 30,
        ]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)


class Ward:
    """One person in care, and a message of every kind that fits."""

    def __init__(self) -> None:
        self.person = stage()
        self.visit = registered(self.person)
        self.stay = admitted(self.person)
        charge_stay(self.person, self.stay, [line(METFORMIN, "900.00")])
        discharged(self.person, self.stay)
        self.left: object = {"mdtrt_id": self.stay, "setl_id": "1"}
        self.signs = {code: _signed(code) for code in (HOSPITAL, PHARMACY)}

    def messages(self) -> dict[str, tuple[str, Any]]:
        at_hospital = self.asking() | self.visiting() | self.staying() | self.summing()
        rows = [line(METFORMIN, "30.00"), line(METFORMIN, "20.00")]
        back = {"psn_no": self.person, "mdtrt_id": self.visit, "setl_id": "1"}
        return {infno: (HOSPITAL, said) for infno, said in at_hospital.items()} | {
            "2101": (PHARMACY, bought(self.person, rows, "50.00")),
            "2102": (PHARMACY, bought(self.person, rows, "50.00")),
            "2103": (PHARMACY, {"data": back}),
        }

    def asking(self) -> dict[str, Any]:
        """What only asks."""
        person = {"psn_no": self.person}
        named = {**person, "mdtrt_id": self.visit}
        today = {"begntime": f"{MOMENT:%F}", "endtime": f"{MOMENT:%F}"}
        dictionary = {
            "type": "insutype",
            "parentValue": "0",
            "admdvs": "370705",
            "date": f"{MOMENT:%F}",
            "valiFlag": "1",
        }
        entitled = {
            **person,
            "insutype": "310",
            "med_type": "11",
            "fixmedins_code": HOSPITAL,
            "begntime": f"{MOMENT:%F %T}",
        }
        return {
            "1101": {"data": {"mdtrt_cert_type": "02", "mdtrt_cert_no": "99"}},
            "1901": {"data": dictionary},
            "2001": {"data": entitled},
            "5201": {"data": {**person, "med_type": "11", **today}},
            "5202": {"data": {**named, **today}},
            "5203": {"data": {**named, "setl_id": "1"}},
            "5204": {"data": {**person, "mdtrt_id": self.stay, "setl_id": ""}},
            "5205": {"data": {**person, **today}},
            "5206": {"data": {**person, "cum_ym": "202603"}},
            "5303": {"data": {**person, **today}},
        }

    def visiting(self) -> dict[str, Any]:
        """What belongs to a visit."""
        person, visit = self.person, self.visit
        rows = [line(METFORMIN, "30.00"), line(METFORMIN, "20.00")]
        named = {"psn_no": person, "mdtrt_id": visit}
        more = {**named, "med_type": "11", "begntime": f"{MOMENT:%F %T}"}
        new = {
            "psn_no": person,
            "insutype": "310",
            "begntime": f"{MOMENT:%F %T}",
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": "x",
            "ipt_otp_no": "M",
            "dept_code": "A01",
            "dept_name": "内科",
            "caty": "A03",
        }
        return {
            "2201": {"data": new},
            "2202": {"data": {**named, "ipt_otp_no": "x"}},
            "2203": {"mdtrtinfo": more, "diseinfo": []},
            "2204": {"feedetail": [{**row, **named} for row in rows]},
            "2205": {"data": {**named, "chrg_bchno": "0000"}},
            "2206": bill(person, visit, "50.00", chrg_bchno="0000"),
            "2207": bill(person, visit, "50.00", chrg_bchno="0000"),
            "2208": {"data": {**named, "setl_id": "1"}},
            "2601": {"data": {"psn_no": person, "omsgid": "x", "oinfno": "2207"}},
        }

    def staying(self) -> dict[str, Any]:
        """What belongs to a stay."""
        person, stay = self.person, self.stay
        named = {"psn_no": person, "mdtrt_id": stay}
        row = {**line(METFORMIN, "30.00"), **named, "med_type": "21"}
        gone = {
            **named,
            "insutype": "310",
            "endtime": f"{MOMENT:%F %T}",
            "dscg_dept_codg": "A01",
            "dscg_dept_name": "内科",
            "dscg_way": "1",
        }
        return {
            "2301": {"feedetail": [row]},
            "2302": {"data": [{**named, "feedetl_sn": "0000"}]},
            "2303": stay_bill(person, stay, "900.00"),
            "2304": stay_bill(person, stay, "900.00"),
            "2305": {"data": {**named, "setl_id": "1"}},
            "2402": {"dscginfo": gone, "diseinfo": []},
            "2403": {"adminfo": {**named, "med_type": "21"}, "diseinfo": []},
            "2404": {"data": named},
            "2405": {"data": named},
        }

    def summing(self) -> dict[str, Any]:
        """What compares sums and applies for them."""
        day = f"{MOMENT:%F}"
        none = {"medfee_sumamt": "0", "acct_pay": "0"}
        days = {"stmt_begndate": day, "stmt_enddate": day, "setl_optins": "370705"}
        counted = {**none, **days, "fund_pay_sumamt": "0", "fixmedins_setl_cnt": 0}
        applied = {
            **none,
            "clr_type": "11",
            "setlym": f"{MOMENT:%Y%m}",
            "psntime": 0,
            "med_sumfee": "0",
            "fund_appy_sum": "0",
            "cash_payamt": "0",
            "begndate": day,
            "enddate": day,
        }
        lines = {**counted, "file_qury_no": "1", "cash_payamt": "0"}
        return {
            "3201": {"data": {**counted, "insutype": "310", "clr_type": "11"}},
            "3202": {"data": lines},
            "3203": {"data": applied},
            "3204": {"data": {"clr_appy_evt_id": "000000000000000001"}},
        }

    def undoable(self, infno: str) -> tuple[str, Any]:
        """A message that undoes a bill settled just for it."""
        if infno == "2103":
            lines = [line(METFORMIN, "30.00")]
            given = buy("2102", bought(self.person, lines, "30.00"))
            info = given.output["setlinfo"]
        elif infno == "2305":
            info = self.stayed()
        else:
            visit = registered(self.person)
            charge(self.person, visit, [line(METFORMIN, "30.00")])
            settled = bill(self.person, visit, "30.00", chrg_bchno="0000")
            info = done("2207", settled)["setlinfo"]
        assert isinstance(info, Mapping)
        said = {"psn_no": self.person, "mdtrt_id": info["mdtrt_id"]}
        return (
            PHARMACY if infno == "2103" else HOSPITAL,
            {"data": {**said, "setl_id": info["setl_id"]}},
        )

    def prepare(self, infno: str) -> None:
        """Give a message of a visit or a bill something that it can succeed with."""
        if infno in OF_VISIT:
            self.visit = registered(self.person)
        if infno in {"2205", "2206", "2207"}:
            charge(self.person, self.visit, [line(METFORMIN, "50.00")])
        if infno in {"2303", "2304", "2305"}:
            named = {"psn_no": self.person, "mdtrt_id": self.stay}
            send("2302", {"data": [{**named, "feedetl_sn": "0000"}]})
            charge_stay(self.person, self.stay, [line(METFORMIN, "900.00")])

    def stayed(self) -> object:
        """The settlement of the stay; the last one while it stands."""
        given = send("2304", stay_bill(self.person, self.stay, "900.00"))
        self.left = given.output["setlinfo"] if given.code == 0 else self.left
        return self.left


def _signed(code: str) -> str:
    sign = {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "10.0.0.1"}}
    given = told(body("9001", sign, fixmedins_code=code), code=code, moment=MOMENT)
    return str(given.output["signinoutb"]["sign_no"])


def places(said: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a message where something stands."""
    if path:
        yield path
    inner = said.items() if isinstance(said, dict) else enumerate(said)
    for name, value in inner:
        if isinstance(value, dict | list):
            yield from places(value, (*path, name))
        else:
            yield (*path, name)


def put(said: Any, path: tuple[Any, ...], value: Any) -> None:
    for name in path[:-1]:
        if not isinstance(said, dict | list):
            return
        said = said[name]
    if isinstance(said, dict | list):
        said[path[-1]] = value


@pytest.fixture
def ward() -> Ward:
    return Ward()


def counts() -> list[int]:
    with as_owner():
        return [model.objects.count() for model in TABLES]


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_message_is_answered_and_a_refusal_leaves_nothing(ward, data):
    infno = data.draw(st.sampled_from(KINDS))
    ward.prepare(infno)
    code, said = ward.messages()[infno]
    if infno in UNDONE:
        code, said = ward.undoable(infno)
    said = copy.deepcopy(said)
    for _ in range(data.draw(st.integers(0 if infno in UNDONE else 1, 3))):
        path = data.draw(st.sampled_from(sorted(places(said), key=str)))
        put(said, path, data.draw(ODD))
    before = counts()
    text = body(infno, said, fixmedins_code=code, sign_no=ward.signs[code])
    try:
        given = told(text, code=code, moment=MOMENT)
    except EnvelopeFaulty:  # the door tells it
        assert counts() == before
        return
    assert given.code in {0, -1}
    if given.code == -1:
        assert given.words
        assert counts() == before
    with as_owner():
        assert list(verify_settlements()) == []
