"""Repeated notices, the sample of refusals, and narrowing the lists."""

import re

import pytest
from tests.portals.desk.staff import at_desk, case_of, handed_in, move_clock, words
from tests.portals.desk.test_watch import KEY
from tests.services.cases.stage import PAPERS, envelope, inpatient_form

from tongban.core.cases.parts import Fault, Lack
from tongban.core.desk.sampling import draw
from tongban.records.cases.models import Alert
from tongban.records.desk.models import RefusalSample, RefusalVerdict, SampledRefusal
from tongban.services.cases.intake import refuse_case
from tongban.services.cases.notices import (
    NewNotice,
    add_materials,
    answer_notice,
    send_notice,
)
from tongban.services.desk.rules import desk_rules

PAGE = "/desk/watch/refusals/"
WEEK = "2023-09-11"


def refused(count: int, *, clerk: str = "clerk1") -> list[str]:
    """Claims refused on Monday 11 September 2023."""
    numbers = []
    for place in range(count):
        number = handed_in(form=inpatient_form(total_cost=f"{place + 1}.00"))
        words_of = "不属于参保人"
        refuse_case(
            envelope(clerk), number=number, reason="not-the-audience", words=words_of
        )
        numbers.append(number)
    return numbers


def press(client, do: str, **fields: str):
    key = KEY.search(client.get(PAGE).content.decode())
    sent = {"do": do, "key": key.group(1) if key else "k", "week": WEEK}
    return client.post(PAGE, {**sent, **fields}, follow=True)


def every_yes() -> dict[str, str]:
    return {f"yes.{one.code}": "yes" for one in desk_rules().checklist}


@pytest.mark.clause("CN39-九")
def test_a_sample_is_drawn_by_lot_once_and_can_be_drawn_again(supervisor):
    numbers = refused(7)
    move_clock("2023-09-18")
    page = words(press(supervisor, "draw"))
    press(supervisor, "draw")
    sample = RefusalSample.objects.get()
    sampled = list(
        sample.refusals.order_by("place").values_list("case__number", flat=True)
    )
    assert (sample.population, len(sampled)) == (7, 5)
    assert tuple(sampled) == draw(numbers, seed=sample.seed, size=5)
    assert sample.seed in page
    assert "不属于参保人" in page


def test_a_week_that_is_not_over_is_not_drawn(supervisor):
    refused(1)
    move_clock("2023-09-17")
    assert "还没有结束" in words(press(supervisor, "draw"))
    assert not RefusalSample.objects.exists()


def test_a_sound_refusal_needs_every_answer(supervisor):
    refused(1)
    move_clock("2023-09-18")
    press(supervisor, "draw")
    number = str(SampledRefusal.objects.get().pk)
    without = press(supervisor, "judge", sampled=number)
    assert "请写明问题" in words(without)
    done = press(supervisor, "judge", sampled=number, **every_yes())
    assert "已登记：符合要求" in words(done)
    assert RefusalVerdict.objects.get().sound


def test_an_unsound_refusal_keeps_its_answers_and_words_and_is_judged_once(supervisor):
    refused(1)
    move_clock("2023-09-18")
    press(supervisor, "draw")
    number = str(SampledRefusal.objects.get().pk)
    yes = every_yes()
    yes.pop("yes.facts_written")
    done = press(supervisor, "judge", sampled=number, words="没有写明事实", **yes)
    assert "存在问题" in words(done)
    verdict = RefusalVerdict.objects.get()
    assert not verdict.sound
    assert verdict.answers["facts_written"] is False
    again = press(supervisor, "judge", sampled=number, words="x", **every_yes())
    assert "已经评判过" in words(again)


def test_verdicts_are_never_changed(supervisor):
    refused(1)
    move_clock("2023-09-18")
    press(supervisor, "draw")
    number = str(SampledRefusal.objects.get().pk)
    press(supervisor, "judge", sampled=number, **every_yes())
    with pytest.raises(Exception, match="append-only"):
        RefusalVerdict.objects.update(sound=False, words="改")


def test_a_county_sees_no_sample_of_the_city(supervisor):
    refused(1)
    move_clock("2023-09-18")
    press(supervisor, "draw")
    assert at_desk("clerk1").get(PAGE).status_code == 403


def test_a_week_without_refusals_is_a_calm_page(supervisor):
    move_clock("2023-09-18")
    page = words(press(supervisor, "draw"))
    assert "这一周没有不予受理的办件" in page


def told_twice() -> str:
    number = handed_in(papers=PAPERS[:1], incomplete=True)
    missing = tuple(
        Lack(code, Fault.MISSING, "请补交", pledge_allowed=False) for code in PAPERS[1:]
    )
    send_notice(envelope("clerk1"), number=number, notice=NewNotice(missing))
    add_materials(envelope("clerk1"), number=number, files={}, papers=PAPERS[1:])
    answer_notice(envelope("clerk1"), number=number)
    again = (Lack(PAPERS[0], Fault.WRONG, "请换发票", pledge_allowed=False),)
    send_notice(
        envelope("supervisor"),
        number=number,
        notice=NewNotice(again, late_reason="第一次漏看"),
    )
    return number


@pytest.mark.clause("CN39-十二")
def test_a_notice_sent_twice_is_listed_with_its_office_and_supervisor(supervisor):
    number = told_twice()
    page = words(supervisor.get("/desk/watch/repeated/"))
    assert number in page
    assert "按机构" in page
    assert "1 次" in page
    assert case_of(number).office.name in page


def test_the_lists_are_narrowed_by_item_and_office(supervisor):
    number = told_twice()
    for address in ("/desk/watch/repeated/", "/desk/watch/"):
        other = {"item": "employee-registration"}
        assert number in words(supervisor.get(address))
        assert number not in words(supervisor.get(address, other))


def test_alerts_come_page_by_page_and_a_ladder_stays_one_line(supervisor):
    number = handed_in()
    case = case_of(number)
    for place in range(25):
        other = case_of(handed_in(form=inpatient_form(total_cost=f"{place + 9}.00")))
        Alert.objects.create(
            case=other,
            kind=Alert.Kind.SECOND_NOTICE,
            detail="发票",
            office_path=other.office_path,
            raised_at=case.received_at,
        )
    lines = re.compile(r'<td data-name="办件"><a')
    first = supervisor.get("/desk/watch/")
    second = supervisor.get("/desk/watch/", {"page": "2"})
    assert len(lines.findall(first.content.decode())) == 20
    assert len(lines.findall(second.content.decode())) == 5
    assert "第 1 页，共 2 页" in words(first)


@pytest.mark.parametrize("page", ["0", "-3", "x", "9" * 30, "99"])
def test_a_page_that_does_not_exist_is_the_nearest(supervisor, page):
    assert supervisor.get("/desk/watch/", {"page": page}).status_code == 200
