"""A code shown is proved, then taken once for its purpose, and its owner sees it."""

import pytest
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import activated, later, party_of, shown_by

from tongban.core.credentials.codes import CodeExpired, CodeTooEarly, CodeUnreadable
from tongban.core.credentials.purposes import Purpose, PurposeNotCovered, Scope, Way
from tongban.core.credentials.states import Move
from tongban.records.credentials.models import CredentialUse
from tongban.services.access.rules import WrongDoor
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.credentials.operations import move
from tongban.services.credentials.queries import uses_of
from tongban.services.credentials.refusals import (
    CodeForged,
    CodeUsed,
    CredentialNotActive,
    CredentialUnknown,
    NotOwnPerson,
    PurposeElsewhere,
)
from tongban.services.credentials.showing import show_code
from tongban.services.credentials.using import use_code

COUNTER = Purpose.COUNTER


@pytest.mark.clause("PT25-20")
@pytest.mark.clause("SD20-15")
def test_one_code_serves_every_step_once_and_no_step_twice():
    activated("zhaolei")
    code = shown_by("zhaolei").text
    for purpose in (Purpose.REGISTER, Purpose.DISPENSE, Purpose.SETTLE):
        person = use_code(envelope("hospital-city"), code, purpose=purpose)
        assert person.party_id == party_of("zhaolei")
    person = use_code(envelope("clerk1"), code, purpose=COUNTER)
    assert (person.name, person.way) == ("赵磊", Way.CODE)
    with pytest.raises(CodeUsed) as no:
        use_code(envelope("clerk2"), code, purpose=COUNTER)
    assert no.value.data["purpose"] == "窗口办事"
    with pytest.raises(CodeUsed):
        use_code(envelope("hospital-city"), code, purpose=Purpose.SETTLE)
    assert CredentialUse.objects.count() == 4


def test_the_same_request_again_gets_the_first_answer():
    activated("zhaolei")
    code, sent = shown_by("zhaolei").text, envelope("clerk1", key="scan")
    first = use_code(sent, code, purpose=COUNTER)
    assert use_code(later(sent, 30), code, purpose=COUNTER) == first
    with pytest.raises(RequestKeyReused):
        use_code(sent, shown_by("zhaolei").text, purpose=COUNTER)
    assert CredentialUse.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "seconds", "refusal"),
    [
        ("a clock behind, on the edge", -15, None),
        ("and a second beyond it", -16, CodeTooEarly),
        ("the last second", 74, None),
        ("one second later", 75, CodeExpired),
    ],
)
def test_a_code_serves_for_its_life(case, seconds, refusal):
    activated("zhaolei")
    code = shown_by("zhaolei").text
    sent = later(envelope("clerk1"), seconds)
    if refusal is None:
        assert use_code(sent, code, purpose=COUNTER).at == sent.now
        return
    with pytest.raises(refusal):
        use_code(sent, code, purpose=COUNTER)


def test_the_number_read_out_serves_like_the_code_and_once_in_its_turn():
    activated("zhaolei")
    shown = shown_by("zhaolei")
    person = use_code(envelope("clerk1"), " ".join(shown.groups), purpose=COUNTER)
    assert (person.party_id, person.way) == (party_of("zhaolei"), Way.NUMBER)
    with pytest.raises(CodeUsed):
        use_code(envelope("clerk2"), "".join(shown.groups), purpose=COUNTER)
    number = "".join(shown.groups)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(CodeUnreadable):
        use_code(envelope("clerk1"), wrong, purpose=COUNTER)
    with pytest.raises(CodeUnreadable):
        use_code(later(envelope("clerk1"), 200), number, purpose=COUNTER)


def test_a_code_somebody_made_up_is_refused(settings):
    activated("zhaolei")
    code = shown_by("zhaolei").text
    changed = code[:20] + ("A" if code[20] != "A" else "B") + code[21:]
    with pytest.raises(CodeForged):
        use_code(envelope("clerk1"), changed, purpose=COUNTER)
    settings.TONGBAN_PAPER_KEY = "another " + "x" * 60
    with pytest.raises(CodeForged):
        use_code(envelope("clerk1"), code, purpose=COUNTER)


@pytest.mark.parametrize("read_out", [False, True])
def test_a_code_for_one_kind_of_use_serves_no_other(read_out):
    activated("zhaolei")
    shown = shown_by("zhaolei", scope=Scope.MEDICAL)
    text = "".join(shown.groups) if read_out else shown.text
    with pytest.raises(PurposeNotCovered):
        use_code(envelope("clerk1"), text, purpose=COUNTER)
    use_code(envelope("hospital-city"), text, purpose=Purpose.VISIT)


def test_readers_serve_their_own_purposes_only():
    activated("zhaolei")
    code = shown_by("zhaolei").text
    with pytest.raises(PurposeElsewhere):
        use_code(envelope("clerk1"), code, purpose=Purpose.SETTLE)
    with pytest.raises(PurposeElsewhere):
        use_code(envelope("hospital-city"), code, purpose=COUNTER)
    for login in ("zhaolei", "hr-machinery"):
        with pytest.raises(WrongDoor):
            use_code(envelope(login), code, purpose=COUNTER)


def test_a_lost_or_unknown_credential_is_told():
    activated("zhaolei")
    code = shown_by("zhaolei").text
    move(envelope("clerk1", version=1), Move.SUSPEND, party_id=party_of("zhaolei"))
    with pytest.raises(CredentialNotActive):
        use_code(envelope("clerk1"), code, purpose=COUNTER)
    with pytest.raises(CredentialNotActive):
        shown_by("zhaolei")
    with pytest.raises(CredentialUnknown):
        shown_by("limin")


def test_nobody_shows_the_code_of_another_and_staff_show_none():
    activated("zhaolei")
    for login in ("limin", "clerk1"):
        with pytest.raises(NotOwnPerson):
            show_code(envelope(login), party_id=party_of("zhaolei"), scope=Scope.ANY)
        with pytest.raises(NotOwnPerson):
            uses_of(envelope(login), party_of("zhaolei"), page=1)


def test_the_owner_reads_where_the_credential_was_used():
    activated("zhaolei")
    sent = envelope("zhaolei")
    for turn in range(21):
        code = shown_by("zhaolei", sent=sent).text
        use_code(later(envelope("hospital-city"), turn), code, purpose=Purpose.DISPENSE)
    first = uses_of(sent, party_of("zhaolei"), page=1)
    assert (first.count, first.pages, len(first.lines)) == (21, 2, 20)
    assert first.lines[0].place == "潍坊示例市立医院"
    assert first.lines[0].purpose == "取药"
    assert first.lines[0].at > first.lines[1].at
    last = uses_of(sent, party_of("zhaolei"), page=9)
    assert (last.page, len(last.lines)) == (2, 1)
