"""The book: the version of the day, and an item's own words first."""

from datetime import date

from tests.core.notices.samples import ALWAYS, WORDING, book, template

from tongban.core.days import Period
from tongban.core.notices.book import Template, Wording
from tongban.core.notices.moments import Way

FIRST = Wording(Period(date(2021, 1, 1), date(2023, 7, 1)), inbox="旧")
SECOND = Wording(Period(date(2023, 7, 1), None), inbox="新")


def test_a_new_wording_holds_from_its_first_day():
    versions = Template("case.paid", (FIRST, SECOND))
    assert versions.on(date(2023, 6, 30)) is FIRST
    assert versions.on(date(2023, 7, 1)) is SECOND
    assert versions.on(date(2020, 12, 31)) is None


def test_an_items_own_words_come_first_while_they_hold():
    own = Template("case.paid", (SECOND,))
    found = book(own={("transfer-in", "case.paid"): own})
    day = date(2023, 7, 1)
    assert found.wording("case.paid", item="transfer-in", on=day) is SECOND
    assert found.wording("case.paid", item="transfer-out", on=day) is WORDING
    before = date(2023, 6, 30)
    assert found.wording("case.paid", item="transfer-in", on=before) is WORDING
    assert found.wording("case.unknown", item="", on=day) is None


def test_machines_and_staff_say_the_same_on_the_phone():
    spoken = Wording(ALWAYS, inbox="站内", voice="电话", post="告知书")
    assert spoken.of(Way.VOICE) == spoken.of(Way.CALL) == "电话"
    assert spoken.of(Way.SMS) == ""
    assert spoken.of(Way.POST) == "告知书"


def test_legal_and_urgent_are_said_by_the_template():
    marked = book(
        templates={"case.paid": template("case.paid", legal=True, urgent=True)}
    )
    assert marked.is_legal("case.paid")
    assert marked.is_urgent("case.paid")
    assert not marked.is_legal("case.other")
    assert not marked.is_urgent("case.other")
