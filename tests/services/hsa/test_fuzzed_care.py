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

UNDONE = {"2103", "2208"}
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
        self.signs = {code: _signed(code) for code in (HOSPITAL, PHARMACY)}

    def messages(self) -> dict[str, tuple[str, Any]]:
        person, visit, stay = self.person, self.visit, self.stay
        rows = [line(METFORMIN, "30.00"), line(METFORMIN, "20.00")]
        named = {"psn_no": person, "mdtrt_id": visit}
        of_stay = {"psn_no": person, "mdtrt_id": stay}
        charged = [{**row, **named} for row in rows]
        told_more = {**named, "med_type": "11", "begntime": f"{MOMENT:%F %T}"}
        today = {"begntime": f"{MOMENT:%F}", "endtime": f"{MOMENT:%F}"}
        sums = {
            "insutype": "310",
            "clr_type": "11",
            "setl_optins": "370705",
            "stmt_begndate": f"{MOMENT:%F}",
            "stmt_enddate": f"{MOMENT:%F}",
            "medfee_sumamt": "0",
            "fund_pay_sumamt": "0",
            "acct_pay": "0",
            "fixmedins_setl_cnt": 0,
        }
        return {
            "1101": (
                HOSPITAL,
                {"data": {"mdtrt_cert_type": "02", "mdtrt_cert_no": "99"}},
            ),
            "1901": (
                HOSPITAL,
                {
                    "data": {
                        "type": "insutype",
                        "parentValue": "0",
                        "admdvs": "370705",
                        "date": f"{MOMENT:%F}",
                        "valiFlag": "1",
                    }
                },
            ),
            "2001": (
                HOSPITAL,
                {
                    "data": {
                        "psn_no": person,
                        "insutype": "310",
                        "med_type": "11",
                        "fixmedins_code": HOSPITAL,
                        "begntime": f"{MOMENT:%F %T}",
                    }
                },
            ),
            "2202": (HOSPITAL, {"data": {**named, "ipt_otp_no": "x"}}),
            "2301": (
                HOSPITAL,
                {"feedetail": [{**row, **of_stay, "med_type": "21"} for row in rows]},
            ),
            "2302": (HOSPITAL, {"data": [{**of_stay, "feedetl_sn": "0000"}]}),
            "2303": (HOSPITAL, stay_bill(person, stay, "900.00")),
            "2403": (
                HOSPITAL,
                {"adminfo": {**of_stay, "med_type": "21"}, "diseinfo": []},
            ),
            "2404": (HOSPITAL, {"data": of_stay}),
            "2405": (HOSPITAL, {"data": of_stay}),
            "3201": (HOSPITAL, {"data": sums}),
            "5201": (HOSPITAL, {"data": {"psn_no": person, "med_type": "11", **today}}),
            "5202": (HOSPITAL, {"data": {**named, **today}}),
            "5203": (HOSPITAL, {"data": {**named, "setl_id": "1"}}),
            "5205": (HOSPITAL, {"data": {"psn_no": person, **today}}),
            "5303": (HOSPITAL, {"data": {"psn_no": person, **today}}),
            "2102": (PHARMACY, bought(person, rows, "50.00")),
            "2101": (PHARMACY, bought(person, rows, "50.00")),
            "2103": (PHARMACY, {"data": {**named, "setl_id": "1"}}),
            "2203": (HOSPITAL, {"mdtrtinfo": told_more, "diseinfo": []}),
            "2204": (HOSPITAL, {"feedetail": charged}),
            "2205": (HOSPITAL, {"data": {**named, "chrg_bchno": "0000"}}),
            "2206": (HOSPITAL, bill(person, visit, "50.00", chrg_bchno="0000")),
            "2207": (HOSPITAL, bill(person, visit, "50.00", chrg_bchno="0000")),
            "2208": (HOSPITAL, {"data": {**named, "setl_id": "1"}}),
            "2304": (HOSPITAL, stay_bill(person, stay, "900.00")),
            "2305": (HOSPITAL, {"data": {**of_stay, "setl_id": "1"}}),
            "2601": (
                HOSPITAL,
                {"data": {"psn_no": person, "omsgid": "x", "oinfno": "2207"}},
            ),
            "5204": (HOSPITAL, {"data": {**of_stay, "setl_id": ""}}),
            "5206": (HOSPITAL, {"data": {"psn_no": person, "cum_ym": "202603"}}),
        }

    def undoable(self, infno: str) -> tuple[str, Any]:
        """A message that undoes a bill settled just for it."""
        if infno == "2103":
            lines = [line(METFORMIN, "30.00")]
            given = buy("2102", bought(self.person, lines, "30.00"))
            info = given.output["setlinfo"]
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
    messages = ward.messages()
    infno = data.draw(st.sampled_from(sorted(messages)))
    code, said = messages[infno]
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
