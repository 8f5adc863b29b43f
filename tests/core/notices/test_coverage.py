"""The coverage table: words, a reason, or a hole that is found."""

from datetime import date

import pytest
from tests.core.items.samples import PLEDGE, item, limit, material
from tests.core.notices.samples import ALWAYS, book, template

from tongban.core.items.catalogue import Step
from tongban.core.notices.blanks import FILLED_BY
from tongban.core.notices.book import Exempt, Wording
from tongban.core.notices.coverage import (
    CellState,
    coverage,
    excluded,
    holes,
    stale_exemptions,
)
from tongban.core.notices.moments import CODES_OF, Moment, Way

DAY = date(2023, 9, 11)
PAID = (Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.PAY, Step.CLOSE)
WHOLE = item(
    steps=(*PAID[:-1], Step.PUBLICISE, Step.CLOSE),
    limits=(limit(10),),
    materials=(material(pledge=PLEDGE),),
)
BARE = item(
    code="bare",
    steps=(Step.APPLY, Step.CLOSE),
    limits=(limit(0),),
    materials=(),
    conditional_materials=(),
)


def state_of(cells, moment: Moment):
    (cell,) = [cell for cell in cells if cell.moment is moment]
    return cell


def test_an_item_with_every_step_is_told_at_all_twelve_moments():
    cells = coverage([WHOLE], book(), DAY)
    assert [cell.state for cell in cells] == [CellState.COVERED] * 12
    assert cells[0].ways == (Way.INBOX, Way.SMS, Way.VOICE, Way.CALL)


def test_moments_an_item_never_has_say_why():
    cells = coverage([BARE], book(), DAY)
    bare = {cell.moment for cell in cells if cell.state is CellState.NOT_APPLICABLE}
    assert bare == {
        Moment.ACCEPTED,
        Moment.RESCHEDULED,
        Moment.PLEDGE_CHECKED,
        Moment.PUBLICITY,
        Moment.REJECTED,
        Moment.PAID,
        Moment.PAYMENT_FAILED,
    }
    assert all(cell.why for cell in cells if cell.state is not CellState.COVERED)
    assert excluded(BARE, Moment.PAID) == "办理环节中没有拨付"
    assert excluded(WHOLE, Moment.PAID) == ""


@pytest.mark.parametrize("code", sorted({c for cs in CODES_OF.values() for c in cs}))
def test_a_missing_template_is_a_hole(code):
    whole = book()
    some = {name: one for name, one in whole.templates.items() if name != code}
    found = holes(coverage([WHOLE], book(templates=some), DAY))
    assert [(cell.why, cell.state) for cell in found] == [(code, CellState.HOLE)]


def test_a_template_without_a_short_message_is_a_hole():
    silent = template("case.paid", Wording(ALWAYS, inbox="站内"))
    templates = {**book().templates, "case.paid": silent}
    (hole,) = holes(coverage([WHOLE], book(templates=templates), DAY))
    assert (hole.moment, hole.why) == (Moment.PAID, "case.paid/sms")


def test_a_template_not_yet_in_force_is_a_hole():
    early = date(2020, 12, 31)
    assert len(holes(coverage([WHOLE], book(), early))) == 12


def test_an_items_own_words_are_marked():
    own = {(str(WHOLE.code), "case.paid"): template("case.paid")}
    cells = coverage([WHOLE], book(own=own), DAY)
    assert [cell.moment for cell in cells if cell.own] == [Moment.PAID]


def test_an_exemption_gives_its_reason_and_one_nobody_needs_is_found():
    real = Exempt(str(WHOLE.code), Moment.ANSWERED, "不补正")
    exempting = book(exempt=(real,))
    cell = state_of(coverage([WHOLE], exempting, DAY), Moment.ANSWERED)
    assert (cell.state, cell.why) == (CellState.NOT_APPLICABLE, "不补正")
    assert stale_exemptions([WHOLE], exempting) == ()
    needless = Exempt("bare", Moment.PAID, "无")
    unknown = Exempt("nothing", Moment.PAID, "无")
    stale = stale_exemptions([BARE], book(exempt=(needless, unknown)))
    assert stale == (("bare", Moment.PAID), ("nothing", Moment.PAID))


def test_the_book_of_these_tests_is_whole():
    assert set(book().templates) == set(FILLED_BY)
