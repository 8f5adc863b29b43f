"""Complaints and suggestions: from anybody, answered in time, reopened once."""

from datetime import date

import pytest
from tests.services.cases.stage import actor, at, envelope
from tests.services.ratings.saying import (
    DAY,
    anybody,
    closed_case,
    complained,
    login_of,
)

from tongban.core.ratings.corrections import PersonConcerned
from tongban.core.ratings.giving import StaffMayNotRate
from tongban.core.ratings.voices import (
    ContactMissing,
    TopicUnknown,
    VoiceKind,
    VoiceNotNow,
    VoiceReopenedBefore,
    WordsTooShort,
)
from tongban.records.ratings.models import Voice, VoiceEvent
from tongban.services.access.scope import scoped
from tongban.services.cases.queries.public import ProgressUnknown
from tongban.services.ratings.cards import voice_card, voices_about, voices_of
from tongban.services.ratings.guessing import TooManyGuesses
from tongban.services.ratings.own import own_voices, voice_by_code
from tongban.services.ratings.served import CaseCodes
from tongban.services.ratings.voices import (
    VoiceUnknown,
    answer,
    fire_voice_rungs,
    note,
    reopen_voice,
)

TODAY = date(2023, 9, 25)
ANSWER = "已核实，当天窗口人手不足，已增开一个窗口"


def voice_of(number: str) -> Voice:
    return Voice.objects.get(number=number)


def answered(number: str, day: str = "2023-09-26") -> Voice:
    voice = voice_of(number)
    answer(envelope(login_of(voice.owner_id), day), voice_id=voice.pk, words=ANSWER)
    voice.refresh_from_db()
    return voice


@pytest.mark.clause("CN39-十二")
def test_anybody_complains_and_follows_it_by_number_and_code_in_the_web_role():
    sent = anybody()
    with scoped(sent.actor):
        receipt = complained(sent)
        again = complained(sent)
        assert not Voice.objects.exists(), "nobody sees it without the code"
        code = receipt.query_code
        with voice_by_code(receipt.number, code, today=TODAY) as own:
            assert (own.state_word, own.due_on) == ("办理中", date(2023, 10, 20))
        with (
            pytest.raises(VoiceUnknown),
            voice_by_code(receipt.number, "", today=TODAY),
        ):
            pass
    assert receipt.number.startswith("T20230925")
    assert (again.number, again.repeated) == (receipt.number, True)
    assert Voice.objects.count() == 1


def test_codes_are_not_found_by_trying():
    receipt = complained()
    for _ in range(20):
        with (
            pytest.raises(VoiceUnknown),
            voice_by_code(receipt.number, "x", today=TODAY),
        ):
            pass
    with (
        pytest.raises(TooManyGuesses),
        voice_by_code(receipt.number, receipt.query_code, today=TODAY),
    ):
        pass


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"contact": " "}, ContactMissing),
        ({"topic": "weather"}, TopicUnknown),
        ({"words": "不好"}, WordsTooShort),
        ({"kind": VoiceKind.SUGGESTION}, TopicUnknown),
        ({"case": CaseCodes("3707002023092500000001", "1")}, ProgressUnknown),
    ],
)
def test_what_cannot_be_worked_on_is_refused(changes, refusal):
    with pytest.raises(refusal):
        complained(**changes)
    assert not Voice.objects.exists()


def test_staff_at_work_do_not_complain_for_others():
    with pytest.raises(StaffMayNotRate):
        complained(envelope("clerk1", DAY))


@pytest.mark.clause("CN39-十二")
def test_a_complaint_about_a_case_never_reaches_the_person_complained_about():
    case = closed_case()
    receipt = complained(case=CaseCodes(case.number, case.query_code))
    voice = voice_of(receipt.number)
    assert [login_of(one) for one in voice.concerned] == ["clerk1"]
    assert login_of(voice.owner_id) != "clerk1"
    clerk = envelope("clerk1", "2023-09-26")
    with scoped(clerk.actor):
        assert not Voice.objects.exists()
        assert not VoiceEvent.objects.exists()
    found = voices_of(clerk.actor, shelf="open", kind="", page=1, today=clerk.today)
    assert found.total == 0
    with pytest.raises(VoiceUnknown):
        voice_card(clerk, voice.pk)
    with pytest.raises(PersonConcerned):
        answer(clerk, voice_id=voice.pk, words=ANSWER)
    with scoped(actor("supervisor")):
        about = voices_about(actor("supervisor"), case.number, today=TODAY)
    assert [line.number for line in about] == [receipt.number]
    assert voices_about(actor("reviewer1"), case.number, today=TODAY) == ()


def test_the_sender_reads_the_answer_and_not_the_notes():
    sent = envelope("zhaolei", DAY)
    receipt = complained(sent, contact="")
    voice = voice_of(receipt.number)
    owner = envelope(login_of(voice.owner_id), "2023-09-26")
    note(owner, voice_id=voice.pk, words="调取了当天的叫号记录")
    answered(receipt.number)
    (own,) = own_voices(sent.actor, today=date(2023, 9, 26))
    assert [line.word for line in own.lines] == ["提交", "答复"]
    assert own.lines[-1].words == ANSWER
    assert own.may_reopen


def test_an_answer_is_reopened_once_and_the_limit_begins_anew():
    receipt = complained()
    number, code = receipt.number, receipt.query_code
    again = anybody("2023-10-07")
    with (
        scoped(again.actor),
        voice_by_code(number, code, today=again.today) as own,
        pytest.raises(VoiceNotNow),
    ):
        reopen_voice(again, voice_id=own.id, words="答复没有解决")
    answered(number)
    with scoped(again.actor), voice_by_code(number, code, today=again.today) as own:
        sent = anybody("2023-10-07")
        reopen_voice(sent, voice_id=own.id, words="增开的窗口从没开过")
    voice = voice_of(number)
    assert (voice.state, voice.due_on) == ("open", date(2023, 10, 26))
    answered(number, "2023-10-08")
    with voice_by_code(number, code, today=again.today) as own:
        assert not own.may_reopen
        with pytest.raises(VoiceReopenedBefore):
            reopen_voice(anybody("2023-10-09"), voice_id=own.id, words="还是没有开")


def test_late_ones_are_reminded_of_once_a_round():
    receipt = complained()
    for day in ("2023-10-10", "2023-10-21", "2023-10-22"):
        fire_voice_rungs(at(day))
    details = VoiceEvent.objects.filter(move="rung").order_by("seq")
    assert sorted(details.values_list("detail", flat=True)) == [
        "due",
        "overdue",
        "warn",
    ]
    found = voices_of(
        actor("supervisor"), shelf="late", kind="", page=1, today=date(2023, 10, 21)
    )
    assert [line.number for line in found.lines] == [receipt.number]
