"""Replies: three tasks by machine, with the identity checked; the rest for staff."""

from datetime import timedelta

import pytest
from tests.services.cases.stage import Application, envelope, inpatient_form
from tests.services.notices.telling import NOON, OLD, YOUNG, phone_of, received, steps

from tongban.records.cases.models import Case
from tongban.records.notices.models import Message, Reply
from tongban.records.parties.models import Party
from tongban.services.cases.intake import accept_case, submit_case
from tongban.services.notices.answering import (
    AnswerEmpty,
    AnswerTooLong,
    ReplySettled,
    ReplyUnknown,
    answer_reply,
    settle_reply,
)
from tongban.services.notices.replies import WRONG_CODES_MAX
from tongban.services.notices.rounds import run_round

MINUTE = timedelta(minutes=1)


def say(drawer, text: str, *, login: str = YOUNG) -> str:
    """What comes back to a phone that sends a text."""
    return say_from(drawer, phone_of(login), text)


def say_from(drawer, phone: str, text: str) -> str:
    drawer.reply(phone, text, at=NOON)
    before = len(drawer.messages(phone))
    run_round(NOON + MINUTE)
    after = drawer.messages(phone)
    new = [one for one in after if not one.own and one.text not in _seen]
    _seen.update(one.text for one in after)
    assert len(after) >= before
    return new[0].text if new else ""


_seen: set[str] = set()


@pytest.fixture(autouse=True)
def _forget():
    _seen.clear()


@pytest.mark.clause("SD20-18")
def test_progress_is_answered_by_the_machine(drawer):
    case = received()
    run_round(NOON)
    say(drawer, "hello")  # reads what was there before
    answer = say(drawer, "进度")
    assert case.number in answer
    assert "住院费用报销" in answer
    reply = Reply.objects.get(task="progress")
    assert (reply.done, reply.for_staff, reply.case_id) == (True, False, case.pk)


def test_an_accepted_case_names_its_due_day(drawer):
    case = received()
    accept_case(envelope("clerk1"), number=case.number)
    drawer.reply(phone_of(YOUNG), "查询", at=NOON)
    run_round(NOON)
    answers = [one.text for one in drawer.messages(phone_of(YOUNG)) if not one.own]
    assert any("最迟2023年9月25日办结" in text for text in answers)


def second_case() -> Case:
    form = inpatient_form(hospital_name="青岛示例医院")
    new = Application(form=form).new()
    return Case.objects.get(number=submit_case(envelope("clerk1"), new).number)


def test_two_open_cases_need_the_query_code(drawer):
    first, second = received(), second_case()
    assert first.pk != second.pk
    assert "请回复“进度”加查询码" in only_answer(drawer, "进度")
    assert second.number in only_answer(drawer, f"进度 {second.query_code}")
    assert "没有找到" in only_answer(drawer, "进度 999999x")


def only_answer(drawer, text: str) -> str:
    """The answer to one reply, without what was told before."""
    drawer.reply(phone_of(YOUNG), text, at=NOON)
    run_round(NOON)
    reply = Reply.objects.order_by("-pk").first()
    assert reply is not None
    return reply.answers.get().text


def test_a_phone_two_people_share_needs_the_query_code(drawer):
    case = received()
    other = Party.objects.get(accounts__login_name=OLD)
    own = Party.objects.get(accounts__login_name=YOUNG)
    other.phone, other.phone_index = own.phone, own.phone_index
    other.save()
    assert "请回复“进度”加查询码" in only_answer(drawer, "进度")
    assert case.number in only_answer(drawer, f"进度{case.query_code}")


def test_a_query_code_of_somebody_elses_case_opens_nothing(drawer):
    foreign = received(OLD)
    received()
    assert "没有找到" in only_answer(drawer, f"进度{foreign.query_code}")
    assert "没有找到" in only_answer(drawer, f"撤回{foreign.query_code}")
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_an_unknown_phone_learns_nothing(drawer):
    case = received()
    phone = "10099999999"
    drawer.reply(phone, f"进度{case.query_code}", at=NOON)
    run_round(NOON)
    (answer,) = [one.text for one in drawer.messages(phone) if not one.own]
    assert "没有在医保登记" in answer
    assert case.number not in answer


def test_a_confirmation_is_a_step_of_the_proof(drawer):
    case = received()
    run_round(NOON)
    assert "已记下" in only_answer(drawer, "确认")
    message = Message.objects.get(case=case)
    assert steps(message)[-1] == "confirmed"
    assert message.delivered_at is not None


def test_without_a_message_there_is_nothing_to_confirm(drawer):
    assert "不需要确认" in only_answer(drawer, "收到")


def test_withdrawing_needs_the_code_and_happens_once(drawer):
    case = received()
    assert "加查询码" in only_answer(drawer, "撤回")
    assert "已撤回" in only_answer(drawer, f"撤回 {case.query_code}")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "withdrawn")
    assert "没有找到" in only_answer(drawer, f"撤回 {case.query_code}")


def test_guessing_codes_ends_with_a_person(drawer):
    case = received()
    for _ in range(WRONG_CODES_MAX):
        only_answer(drawer, "撤回 000000x")
    assert "工作人员" in only_answer(drawer, f"撤回 {case.query_code}")
    case.refresh_from_db()
    assert case.state == "open"


def test_a_reply_that_comes_twice_counts_once(drawer):
    received()
    drawer.reply(phone_of(YOUNG), "进度", at=NOON)
    again = drawer.collect()
    run_round(NOON)
    for one in again:
        (drawer.folder / "waiting" / one.key).write_text(
            str(next(drawer.folder.rglob(f"{one.key}.json")))
        )
    run_round(NOON)
    assert Reply.objects.count() == 1


@pytest.mark.clause("SD20-18")
def test_any_other_sentence_is_answered_by_staff(drawer):
    received()
    assert "工作人员会尽快答复" in only_answer(drawer, "我住院的钱什么时候到")
    reply = Reply.objects.get()
    assert reply.for_staff
    sent = envelope("clerk1")
    with pytest.raises(AnswerEmpty):
        answer_reply(sent, reply_id=reply.pk, text=" ")
    with pytest.raises(AnswerTooLong):
        answer_reply(sent, reply_id=reply.pk, text="长" * 201)
    answer_reply(sent, reply_id=reply.pk, text="审核通过后三日内到账。")
    answer_reply(sent, reply_id=reply.pk, text="审核通过后三日内到账。")
    run_round(NOON + MINUTE)
    newest = drawer.messages(phone_of(YOUNG))
    assert any("审核通过后三日内到账" in one.text for one in newest)
    assert reply.answers.count() == 2
    with pytest.raises(ReplySettled):
        answer_reply(envelope("clerk2"), reply_id=reply.pk, text="别的")
    settle_reply(sent, reply_id=reply.pk)
    with pytest.raises(ReplyUnknown):
        settle_reply(sent, reply_id=reply.pk + 1)
