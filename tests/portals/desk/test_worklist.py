"""The work list: order, filters, pages, the filter kept for the session."""

import re
from html import unescape

from tests.portals.desk.staff import accepted, handed_in, move_clock, words
from tests.services.cases.stage import INJURY, PAPERS, inpatient_form

NUMBERS = re.compile(r'class="figures nowrap" href="/desk/cases/(\d+)/')


def claims(count: int, day: str = "2023-09-11") -> list[str]:
    return [
        accepted(day, form=inpatient_form(total_cost=f"{100 + place}.00"))
        for place in range(count)
    ]


def listed(answer) -> list[str]:
    return NUMBERS.findall(answer.content.decode())


def test_the_nearest_due_day_stands_first(reviewer):
    later = accepted("2023-09-11")
    sooner = accepted("2023-09-05", form=inpatient_form(total_cost="7.00"))
    assert listed(reviewer.get("/desk/work/")) == [sooner, later]


def test_names_are_masked_and_the_light_has_words(reviewer):
    accepted()
    page = words(reviewer.get("/desk/work/"))
    assert "赵*" in page
    assert "赵磊" not in page
    assert "剩余10个工作日" in page


def test_a_case_with_a_pledge_carries_its_mark(reviewer):
    accepted()
    plain = words(reviewer.get("/desk/work/")).count("承诺")
    handed_in(
        situations=("accident", "planned", "self"),
        papers=(*PAPERS, "medical-record-copy"),
        pledges=("third-party-payment",),
        form=inpatient_form(**INJURY),
    )
    assert words(reviewer.get("/desk/work/")).count("承诺") == plain + 1


def test_twenty_rows_make_a_page_and_the_next_page_goes_on(reviewer):
    numbers = claims(23)
    first = reviewer.get("/desk/work/")
    following = re.search(r'href="\?([^"]+)" rel="next"', first.content.decode())
    assert following is not None
    second = reviewer.get(f"/desk/work/?{unescape(following.group(1))}")
    assert len(listed(first)) == 20
    assert sorted(listed(first) + listed(second)) == sorted(numbers)
    assert "下一页" not in words(second)
    assert "回第一页" in words(second)


def test_a_filter_is_kept_until_it_is_cleared(reviewer):
    first = accepted()
    waiting = handed_in(form=inpatient_form(total_cost="7.00"))
    narrowed = reviewer.get("/desk/work/", {"shelf": "all", "step": "review"})
    assert listed(narrowed) == [first]
    assert listed(reviewer.get("/desk/work/")) == [first]
    cleared = reviewer.get("/desk/work/?clear=1", follow=True)
    assert sorted(listed(cleared)) == sorted([first, waiting])


def test_an_item_narrows_the_list(reviewer):
    accepted()
    assert listed(reviewer.get("/desk/work/", {"item": "employee-registration"})) == []
    found = reviewer.get("/desk/work/", {"item": "inpatient-reimbursement"})
    assert len(listed(found)) == 1


def test_the_trays_part_open_late_and_closed(reviewer):
    number = accepted("2023-09-01")
    move_clock("2023-10-30")
    assert listed(reviewer.get("/desk/work/", {"shelf": "overdue"})) == [number]
    assert listed(reviewer.get("/desk/work/", {"shelf": "soon"})) == []
    assert listed(reviewer.get("/desk/work/", {"shelf": "closed"})) == []


def test_an_unknown_tray_is_refused_in_words(reviewer):
    answer = reviewer.get("/desk/work/", {"shelf": "nonsense"})
    assert answer.status_code == 409
    assert "筛选条件有误" in words(answer)


def test_previous_and_next_follow_the_filter(reviewer):
    first, second, third = claims(3)
    reviewer.get("/desk/work/", {"shelf": "all", "order": "due"})
    page = reviewer.get(f"/desk/cases/{second}/").content.decode()
    assert f'href="/desk/cases/{first}/" rel="prev"' in page
    assert f'href="/desk/cases/{third}/" rel="next"' in page
