"""2601: what was answered is undone; what never arrived will never happen."""

from collections.abc import Mapping

import pytest
from tests.services.hsa.stage import ask, body, insure, sign_in, told

from tongban.services.hsa import registry, taking_back
from tongban.services.hsa.people import open_by_number, person_number
from tongban.services.hsa.registry import Call, registered, transaction
from tongban.services.hsa.taking_back import LostMessage, takes_back

UNDONE: list[LostMessage] = []


@pytest.fixture(autouse=True)
def _counted(monkeypatch) -> None:
    """A transaction that opens a person, and how it is undone."""
    registered()
    monkeypatch.setattr(registry, "_REGISTERED", dict(registry._REGISTERED))
    monkeypatch.setattr(taking_back, "_UNDO", {})
    for infno in ("2202", "2205"):
        registry._REGISTERED.pop(infno, None)
    UNDONE.clear()

    @transaction("2202")
    def cancel(call: Call) -> Mapping[str, object]:
        open_by_number(call, call.nodes.one("data").text("psn_no"))
        return {}

    @takes_back("2202")
    def undo(call: Call, first: LostMessage) -> None:
        UNDONE.append(first)


def cancelled(number: str) -> dict[str, object]:
    return {"data": {"psn_no": number, "mdtrt_id": "1", "ipt_otp_no": "1"}}


def lost(number: str, msgid: str = "lost", infno: str = "2202") -> dict[str, object]:
    return {"data": {"psn_no": number, "omsgid": msgid, "oinfno": infno}}


@pytest.fixture
def number() -> str:
    return person_number(insure("wangjianguo"))


def test_an_answered_transaction_is_undone(number):
    assert ask("2202", cancelled(number), msgid="lost").code == 0
    given = ask("2601", lost(number))
    assert given.code == 0, given.words
    (first,) = UNDONE
    assert (first.msgid, first.infno, first.output) == ("lost", "2202", {})


def test_one_that_never_arrived_is_shut_out(number):
    for _ in range(2):
        assert ask("2601", lost(number)).code == 0
    assert UNDONE == []
    late = ask("2202", cancelled(number), msgid="lost")
    assert late.code == -1
    assert "2202" in late.words


def test_another_person_or_transaction_is_refused(number):
    ask("2202", cancelled(number), msgid="lost")
    other = person_number(insure("zhaolei"))
    assert ask("2601", lost(other)).code == -1
    told(body("9001", {"signIn": {"opter_no": "1", "mac": "m", "ip": "i"}}, msgid="s"))
    wrong = ask("2601", lost(number, msgid="s"))
    assert "9001" in wrong.words
    assert UNDONE == []


def test_what_nobody_undoes_is_named(number):
    given = ask("2601", lost(number, infno="1101"))
    assert given.code == -1
    assert "2202" in given.words
    assert sign_in()


def test_nothing_is_undone_in_two_ways():
    with pytest.raises(ValueError, match="2202"):
        takes_back("2202")(lambda _call, _first: None)
    with pytest.raises(ValueError, match="2202"):
        transaction("2202")(lambda _call: {})
