"""The list: lights, orders, kept filters, export, and the way through it."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from tests.portals.desk.staff import accepted, at_desk, case_of, handed_in, send, words
from tests.portals.desk.test_worklist import claims, listed
from tests.services.cases.stage import inpatient_form

from tongban.records.cases.models import Case, PledgeBar
from tongban.records.desk.models import SavedFilter

HIDDEN = re.compile(r'name="key" value="([^"]+)"')


def keep(client, **sent: str):
    return client.post("/desk/work/filters/", {"do": "keep", "key": "k", **sent})


def test_a_light_narrows_the_list_and_shows_its_count(reviewer):
    late, early = (
        accepted("2023-08-01"),
        accepted("2023-09-11", form=inpatient_form(total_cost="7.00")),
    )
    page = reviewer.get("/desk/work/", {"light": "red"})
    assert listed(page) == [late]
    assert listed(reviewer.get("/desk/work/", {"light": "green"})) == [early]
    assert re.search(r'class="red"[^>]*aria-current="true".*?<b[^>]*>1</b>',
                     page.content.decode(), re.DOTALL)  # fmt: skip


def test_channel_office_hands_and_words_narrow_it_too(reviewer):
    number = accepted()
    for query in (
        {"channel": "counter"},
        {"text": number[:20]},
        {"text": "住院"},
    ):
        assert listed(reviewer.get("/desk/work/", query)) == [number]
    for query in (
        {"channel": "online"},
        {"hands": "mine"},
        {"text": "产前"},
        {"office": "no-such-office"},
    ):
        assert listed(reviewer.get("/desk/work/", query)) == []


@pytest.mark.parametrize(
    "order",
    ["due", "number", "item", "applicant", "region", "step", "risk", "pledged"],
)
def test_every_column_sorts_both_ways_across_pages(reviewer, order):
    numbers = claims(23)
    rising = whole_list(reviewer, order)
    falling = whole_list(reviewer, f"{order}_falling")
    assert sorted(rising) == sorted(numbers)
    assert rising == list(reversed(falling))


def test_what_nobody_has_taken_is_unclaimed_and_ones_own_is_mine(reviewer, clerk):
    number = accepted()
    assert listed(clerk.get("/desk/work/", {"hands": "mine"})) == [number]
    assert listed(reviewer.get("/desk/work/", {"hands": "unclaimed"})) == []
    Case.objects.update(assignee=None)
    assert listed(clerk.get("/desk/work/", {"hands": "mine"})) == []
    assert listed(reviewer.get("/desk/work/", {"hands": "unclaimed"})) == [number]


def whole_list(client, order: str) -> list[str]:
    first = client.get("/desk/work/", {"order": order})
    found = re.search(r'href="(\?[^"]+)" rel="next"', first.content.decode())
    assert found is not None
    second = client.get("/desk/work/" + found.group(1).replace("&amp;", "&"))
    back = re.search(r'href="(\?[^"]+)" rel="prev"', second.content.decode())
    assert back is not None
    again = client.get("/desk/work/" + back.group(1).replace("&amp;", "&"))
    assert listed(again) == listed(first)
    return [*listed(first), *listed(second)]


def test_a_person_who_pledged_falsely_carries_a_risk_mark(reviewer):
    number = accepted()
    case = case_of(number)
    assert "承诺不实" not in words(reviewer.get("/desk/work/"))
    PledgeBar.objects.create(party=case.party, case=case, since=case.received_at)
    assert "承诺不实" in words(reviewer.get("/desk/work/"))


def test_a_filter_is_kept_under_a_name_for_its_owner_only(reviewer):
    keep(reviewer, name="急件", shelf="all", light="red", order="received")
    page = reviewer.get("/desk/work/", {"shelf": "all"})
    assert "急件" in words(page)
    assert "light=red" in page.content.decode()
    assert "急件" not in words(at_desk("reviewer2").get("/desk/work/"))


def test_the_same_name_replaces_and_dropping_forgets(reviewer):
    keep(reviewer, name="急件", shelf="all", light="red")
    keep(reviewer, name=" 急件 ", shelf="all", light="yellow")
    row = SavedFilter.objects.get()
    assert row.query == "light=yellow"
    sent = {"do": "drop", "filter": str(row.pk), "shelf": "all", "key": "k"}
    reviewer.post("/desk/work/filters/", sent)
    assert not SavedFilter.objects.exists()


def test_nobody_drops_a_colleagues_filter(reviewer):
    keep(reviewer, name="急件", shelf="all")
    sent = {"do": "drop", "filter": str(SavedFilter.objects.get().pk), "key": "k"}
    at_desk("reviewer2").post("/desk/work/filters/", sent)
    assert SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_refused_in_words(reviewer):
    answer = reviewer.post(
        "/desk/work/filters/", {"do": "keep", "name": " ", "key": "k"}, follow=True
    )
    assert "请给筛选起一个名字" in words(answer)


def test_the_export_holds_the_filtered_rows_masked_and_defines_its_columns(reviewer):
    number = accepted()
    handed_in(form=inpatient_form(total_cost="7.00"))
    answer = reviewer.get("/desk/work/export/", {"step": "review", "format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, row = csv.reader(StringIO(text))
    assert row[heading.index("办件编号")] == number
    assert "赵磊" not in text
    book = reviewer.get("/desk/work/export/", {"step": "review", "format": "xlsx"})
    sheets = ZipFile(BytesIO(b"".join(book.streaming_content)))
    strings = sheets.read("xl/sharedStrings.xml").decode()
    assert number in strings
    assert "字段说明" in sheets.read("xl/workbook.xml").decode()
    assert "最后一个按时办结的日子" in strings


def test_the_list_stands_in_the_address_and_beside_the_case(reviewer):
    first, second, third = claims(3)
    page = reviewer.get(f"/desk/cases/{second}/?shelf=to_handle&order=due")
    body = page.content.decode()
    assert f'href="/desk/cases/{first}/?shelf=to_handle" rel="prev"' in body
    assert f'href="/desk/cases/{third}/?shelf=to_handle" rel="next"' in body
    assert f'href="/desk/cases/{second}/?shelf=to_handle" aria-current="page"' in body


def decided(client, number: str, query: str):
    address = f"/desk/cases/{number}/?{query}"
    key = HIDDEN.search(client.get(address).content.decode())
    assert key is not None
    sent = {"do": "approve", "key": key.group(1), "amount": "10.00"}
    sent["version"] = str(case_of(number).version)
    return client.post(address, sent, follow=True)


def test_a_decision_leads_to_the_next_case_of_the_list(reviewer):
    first, second, _ = claims(3)
    answer = decided(reviewer, first, "shelf=to_handle")
    assert answer.redirect_chain[-1][0] == f"/desk/cases/{second}/?shelf=to_handle"
    assert f"办件{first}：审核通过" in words(answer)


def test_after_the_last_one_comes_the_list(reviewer):
    number = accepted()
    answer = decided(reviewer, number, "shelf=to_handle")
    assert answer.redirect_chain[-1][0] == "/desk/work/?shelf=to_handle"


def test_a_case_the_list_still_holds_stays_open(reviewer):
    first, _ = claims(2)
    answer = decided(reviewer, first, "shelf=all")
    assert answer.redirect_chain[-1][0] == f"/desk/cases/{first}/?shelf=all"


def test_opened_without_a_list_a_decision_stays_with_its_case(reviewer):
    claims(2)
    number = Case.objects.order_by("pk").first().number
    answer = send(reviewer, number, "approve", amount="10.00")
    assert answer.redirect_chain[-1][0] == f"/desk/cases/{number}/"


def test_page_sizes_other_than_those_offered_are_the_usual_one(reviewer):
    claims(21)
    assert len(listed(reviewer.get("/desk/work/", {"rows": "50"}))) == 21
    assert len(listed(reviewer.get("/desk/work/", {"rows": "9999999"}))) == 20
