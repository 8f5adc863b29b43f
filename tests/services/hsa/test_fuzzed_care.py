"""Messages of care with anything in any field: an answer always, never half a row."""

import copy
from collections.abc import Iterator
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
    charge_stay,
    discharged,
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
        return {
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
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_message_is_answered_and_a_refusal_leaves_nothing(ward, data):
    messages = ward.messages()
    infno = data.draw(st.sampled_from(sorted(messages)))
    code, said = messages[infno]
    said = copy.deepcopy(said)
    for _ in range(data.draw(st.integers(1, 3))):
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
