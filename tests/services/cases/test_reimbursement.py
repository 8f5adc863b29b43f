"""Scenario 16 through the services: notice, pledge, review, three people, money."""

from datetime import date

import pytest
from tests.services.cases.stage import (
    INJURY,
    PAPERS,
    Application,
    at,
    envelope,
    submitted,
)

from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.decisions.notices import SecondNotice
from tongban.core.cases.decisions.pledges import PledgeBarred
from tongban.core.cases.materials import MaterialNotListed
from tongban.core.cases.parts import Fault, Lack
from tongban.core.money import plain_yuan
from tongban.records.cases.models import Alert, Case, Pledge, PledgeBar, Recovery
from tongban.records.items.models import ExtraMaterialAttempt
from tongban.records.notices.models import Message
from tongban.records.payments.models import PaymentBatch, PaymentOrder
from tongban.records.register.models import RegisterEntry
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case, submit_case
from tongban.services.cases.notices import (
    NewNotice,
    add_materials,
    answer_notice,
    correct_form,
    send_notice,
)
from tongban.services.cases.pledges import check_pledge, make_pledge, repair_pledge_bar
from tongban.services.cases.verify import verify_cases
from tongban.services.payments.operations import (
    ReturnFaulty,
    batch_file,
    make_batch,
    order_payment,
    take_bank_return,
)

YES = Decision(approved=True, amount_fen=8_000_01, words="", clause="")
HEADING = "付款编号,金额（元）,结果,原因\n"


def case_of(number: str) -> Case:
    return Case.objects.get(number=number)


def accepted_and_told() -> str:
    number = submitted("2023-09-11").number
    accept_case(envelope("clerk1", "2023-09-11"), number=number)
    assert case_of(number).due_on == date(2023, 9, 25)
    send_notice(
        envelope("reviewer1", "2023-09-13"),
        number=number,
        notice=NewNotice(lacks=(), added_situations=("accident",)),
    )
    return number


def completed() -> str:
    number = accepted_and_told()
    correct_form(envelope("zhaolei", "2023-09-20"), number=number, changes=INJURY)
    add_materials(
        envelope("clerk1", "2023-09-20"),
        number=number,
        files={},
        papers=("medical-record-copy",),
    )
    make_pledge(
        envelope("zhaolei", "2023-09-20"), number=number, material="third-party-payment"
    )
    answer_notice(envelope("zhaolei", "2023-09-20"), number=number)
    return number


def ordered() -> str:
    number = completed()
    review_case(envelope("reviewer1", "2023-09-21"), number=number, decision=YES)
    order_payment(envelope("finance1", "2023-09-22"), number=number)
    return number


def sent() -> tuple[str, PaymentBatch]:
    number = ordered()
    batch = make_batch(envelope("finance1", "2023-09-22"), orders=(f"{number}-1",))
    return number, batch


@pytest.mark.clause("SD28-16", "CN39-十二")
def test_the_clock_stops_for_the_notice_and_eight_days_remain():
    number = accepted_and_told()
    told = Message.objects.get(case__number=number, template="case.notice_sent")
    assert "病历复印件" in told.text
    assert "第三方赔付材料" in told.text
    assert "受伤日期" in told.text
    assert case_of(number).stopped
    completed_case = case_of(completed_again(number))
    assert completed_case.due_on == date(2023, 10, 8)
    assert not completed_case.stopped


def completed_again(number: str) -> str:
    correct_form(envelope("zhaolei", "2023-09-19"), number=number, changes=INJURY)
    add_materials(
        envelope("clerk1", "2023-09-20"),
        number=number,
        files={},
        papers=("medical-record-copy", "third-party-payment"),
    )
    answer_notice(envelope("zhaolei", "2023-09-20"), number=number)
    return number


@pytest.mark.clause("CN39-十二")
def test_a_second_notice_is_refused_or_counts_as_a_breach():
    number = completed()
    unclear = Lack("fee-list", Fault.WRONG, "请盖章", pledge_allowed=False)
    notice = NewNotice(lacks=(unclear,))
    with pytest.raises(SecondNotice):
        send_notice(envelope("reviewer1", "2023-09-21"), number=number, notice=notice)
    taken = NewNotice(lacks=(unclear,), late_reason="清单模糊，确需更换")
    send_notice(envelope("supervisor", "2023-09-21"), number=number, notice=taken)
    assert Alert.objects.get(kind="second_notice").case.number == number


@pytest.mark.clause("SD28-16", "PT25-13")
def test_three_people_pay_a_claim_and_the_bank_closes_it():
    number, batch = sent()
    assert (batch.count, batch.total_fen) == (1, 8_000_01)
    assert "8000.01" in batch_file(envelope("finance1"), number=batch.number)
    text = HEADING + f"{number}-1,8000.01,成功,\n"
    taken = take_bank_return(
        envelope("finance1", "2023-09-25"), number=batch.number, text=text
    )
    assert taken == (1, 0)
    record = case_of(number)
    assert (record.state, record.outcome, record.payment) == (
        "closed",
        "granted",
        "paid",
    )
    entry = RegisterEntry.objects.get(case=record)
    assert (entry.amount_fen, entry.fields["diagnosis"]) == (8_000_01, "骨折")
    hands = set(
        record.events.filter(kind__in=["accepted", "reviewed", "paid"]).values_list(
            "actor_id", flat=True
        )
    )
    assert len(hands) == 3
    assert list(verify_cases(now=at("2023-09-26"))) == []


def test_the_same_bank_file_again_changes_nothing():
    number, batch = sent()
    text = HEADING + f"{number}-1,8000.01,成功,\n"
    for _ in range(2):
        take_bank_return(
            envelope("finance1", "2023-09-25"), number=batch.number, text=text
        )
    assert case_of(number).events.filter(kind="paid").count() == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{number}-1,8000.00,成功,", "金额与批次不符"),
        ("{number}-1,八千,成功,", "金额与批次不符"),
        ("{number}-9,8000.01,成功,", "不在本批次"),
        ("{number}-1,8000.01,也许,", "结果应为成功或失败"),
        ("{number}-1,8000.01,失败,", "失败应写明原因"),
        ("{number}-1,8000.01,成功", "应有4列"),
        ("{number}-1,8000.01,成功,\n{number}-1,8000.01,成功,", "重复"),
    ],
)
def test_a_faulty_bank_file_takes_nothing(line, words):
    number, batch = sent()
    with pytest.raises(ReturnFaulty) as refused:
        take_bank_return(
            envelope("finance1", "2023-09-25"),
            number=batch.number,
            text=HEADING + line.format(number=number),
        )
    assert words in str(refused.value.data["faults"])
    assert PaymentOrder.objects.get().state == "sent"


def test_a_failed_payment_is_ordered_again_under_a_new_number():
    number, batch = sent()
    take_bank_return(
        envelope("finance1", "2023-09-25"),
        number=batch.number,
        text=HEADING + f"{number}-1,8000.01,失败,户名不符\n",
    )
    told = Message.objects.get(case__number=number, template="case.payment_failed")
    assert "户名不符" in told.text
    order_payment(envelope("finance2", "2023-09-26"), number=number)
    numbers = PaymentOrder.objects.order_by("pk").values_list("number", "state")
    assert list(numbers) == [(f"{number}-1", "failed"), (f"{number}-2", "ordered")]


def closed() -> str:
    number, batch = sent()
    take_bank_return(
        envelope("finance1", "2023-09-25"),
        number=batch.number,
        text=HEADING + f"{number}-1,{plain_yuan(8_000_01)},成功,\n",
    )
    return number


@pytest.mark.clause("PT25-13")
def test_a_pledge_is_checked_after_the_close_and_kept_changes_nothing():
    number = closed()
    pledge = Pledge.objects.get(case__number=number)
    assert (pledge.state, pledge.check_due_on) == ("to_check", date(2023, 10, 27))
    check_pledge(
        envelope("supervisor", "2023-10-09"),
        number=number,
        material="third-party-payment",
        kept=True,
        method="电话核实",
        words="",
    )
    pledge.refresh_from_db()
    assert pledge.state == "kept"
    assert not Recovery.objects.exists()


@pytest.mark.clause("PT25-13")
def test_a_false_pledge_takes_the_decision_back_asks_the_money_and_bars():
    number = closed()
    check_pledge(
        envelope("supervisor", "2023-10-09"),
        number=number,
        material="third-party-payment",
        kept=False,
        method="数据比对",
        words="已获第三方赔付",
    )
    assert Recovery.objects.get().amount_fen == 8_000_01
    assert RegisterEntry.objects.get().reversed_at is not None
    party_id = PledgeBar.objects.get().party_id
    other = Application(
        form={**Application().form, **INJURY, "admitted_on": "2023-08-21"},
        situations=("accident", "planned", "self"),
        papers=(*PAPERS, "medical-record-copy"),
        pledges=("third-party-payment",),
    ).new()
    with pytest.raises(PledgeBarred):
        submit_case(envelope("zhaolei", "2023-10-10"), other)
    repair_pledge_bar(
        envelope("supervisor", "2023-10-11"), party_id=party_id, words="已退回"
    )
    assert submit_case(envelope("zhaolei", "2023-10-12"), other).state == "open"


@pytest.mark.clause("SD28-15", "SD28-16", "CN39-四")
def test_asking_for_an_unposted_paper_is_refused_and_listed_for_the_supervisor():
    number = submitted("2023-09-11").number
    extra = Lack("bank-card-copy", Fault.MISSING, "", pledge_allowed=False)
    with pytest.raises(MaterialNotListed):
        send_notice(
            envelope("clerk1", "2023-09-11"),
            number=number,
            notice=NewNotice(lacks=(extra,)),
        )
    (attempt,) = ExtraMaterialAttempt.objects.all()
    assert (attempt.case_number, attempt.name) == (number, "bank-card-copy")
