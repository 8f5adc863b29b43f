"""The published catalogue is complete, honest and good (scenario 1)."""

from collections import Counter
from datetime import date

import pytest
from tests.policy.folders import PUBLISHED

from tongban.core.items.catalogue import Audience, Channel, DifferenceField, ItemCode
from tongban.core.items.differences import unsettled
from tongban.core.items.limits import limits_for
from tongban.core.items.situations import materials_for
from tongban.core.items.terms import audiences_of
from tongban.policy.publishing import inspect_folder
from tongban.policy.snapshots import terms_from_json, terms_to_json

SEEN = inspect_folder(PUBLISHED)
BOOK = SEEN.book
CITY = "370700"
FIRST_DAY = date(2023, 6, 26)
ITEMS = BOOK.items_on(CITY, FIRST_DAY)
DIFFERENCES = BOOK.differences_on(CITY, FIRST_DAY)
FIELD = DifferenceField


def terms(code, audience=Audience.EMPLOYEE, on=FIRST_DAY):
    return BOOK.terms_on(code, audience, CITY, on)


def found(code, field):
    return [
        difference
        for difference in DIFFERENCES
        if difference.item == code and difference.field is field
    ]


def test_the_folder_has_no_mistake_and_nothing_waits():
    assert [str(problem) for problem in (*SEEN.problems, *SEEN.waiting)] == []


@pytest.mark.clause("SD28-通知一")
def test_there_are_28_items_in_12_main_items():
    assert [item.number for item in ITEMS] == list(range(1, 29))
    numbers = {item.main_item_number: item.main_item for item in ITEMS}
    assert sorted(numbers) == list(range(1, 13))
    assert len(set(numbers.values())) == 12


@pytest.mark.clause("SD28-通知一")
def test_twelve_are_done_at_once_and_sixteen_have_days():
    instant = {
        item.number for item in ITEMS if item.limits[0].immediate and item.number != 14
    }
    assert instant == {*range(1, 10), 12, 13, 27}
    chronic = next(item for item in ITEMS if item.number == 14)
    assert [limit.immediate for limit in chronic.limits] == [True, False]


@pytest.mark.clause("SD28-通知二")
def test_there_are_36_guides_of_20_12_and_4():
    guides = BOOK.guides_on(CITY, FIRST_DAY)
    assert sorted(Counter(guide.chapter for guide in guides).values()) == [4, 12, 20]
    assert len({guide.code for guide in guides}) == 36
    assert [guide.chapter_number for guide in guides][:3] == ["一1.1", "一1.2", "一1.3"]


@pytest.mark.clause("CN39-四")
def test_the_day_before_there_is_no_edition_of_2023():
    assert BOOK.items_on(CITY, date(2023, 6, 25)) == ()


@pytest.mark.clause("SD28-通知二")
@pytest.mark.parametrize(
    ("point", "codes", "field"),
    [
        (1, ("outpatient-reimbursement", "inpatient-reimbursement"), FIELD.CHANNELS),
        (2, ("hospital-designation", "pharmacy-designation"), FIELD.CHANNELS),
        (3, ("hospital-designation", "pharmacy-designation"), FIELD.MATERIALS),
        (4, ("childbirth-payment",), FIELD.LIMIT),
        (5, ("employee-change",), FIELD.MATERIALS),
        (6, ("account-withdrawal",), FIELD.MATERIALS),
        (6, ("account-withdrawal",), FIELD.CONDITIONAL_MATERIALS),
        (7, ("employer-enquiry", "person-enquiry"), FIELD.CHANNELS),
        (8, ("long-term-care",), FIELD.CHANNELS),
        (9, ("resident-registration",), FIELD.ITEM),
        (9, ("local-card-settlement",), FIELD.GUIDE),
        (10, ("employee-registration",), FIELD.CONDITIONAL_MATERIALS),
        (11, ("transfer-out", "transfer-in"), FIELD.NUMBERING),
    ],
)
def test_the_known_contradictions_are_found_and_ruled(point, codes, field):
    for code in codes:
        differences = found(code, field)
        assert differences, f"point {point}: {code}"
        assert all(difference.is_settled for difference in differences)


def test_no_difference_waits_for_a_ruling_on_any_day():
    for on in BOOK.effective_days():
        assert unsettled(BOOK.differences_on(CITY, on)) == ()


def test_every_ruling_on_a_difference_settles_one():
    used = {
        difference.ruling.code
        for on in BOOK.effective_days()
        for difference in BOOK.differences_on(CITY, on)
        if difference.ruling is not None
    }
    written = {
        ruling.code
        for ruling in BOOK.rulings(CITY)
        if ruling.field is not FIELD.PARAMETER
    }
    assert written == used


def test_every_item_has_terms_for_everybody_it_serves_and_they_can_be_stored():
    for region in (CITY, "370783", "370705"):
        for item in BOOK.items_on(region, date(2024, 1, 2)):
            for audience in audiences_of(item):
                one = BOOK.terms_on(item.code, audience, region, date(2024, 1, 2))
                assert terms_from_json(terms_to_json(one)) == one


@pytest.mark.clause("SD28-7", "SD28-8")
@pytest.mark.parametrize("audience", [Audience.EMPLOYEE, Audience.RESIDENT])
def test_enquiries_can_be_made_at_the_kiosk(audience):
    assert Channel.KIOSK in terms("person-enquiry", audience).channels


@pytest.mark.clause("SD28-18")
@pytest.mark.parametrize(
    ("audience", "days"),
    [(Audience.EMPLOYEE, 4), (Audience.EMPLOYER, 4), (Audience.RESIDENT, 10)],
)
def test_childbirth_takes_four_days_for_employees_and_ten_for_residents(audience, days):
    (limit,) = limits_for(terms("childbirth-payment", audience), {})
    assert limit.working_days == days


@pytest.mark.clause("SD28-指南二1.2")
def test_a_school_brings_its_roster_and_nothing_else():
    school = terms("resident-registration", Audience.SCHOOL)
    answered = materials_for(school, frozenset({"student-roster"}))
    assert [one.code for one in answered] == ["student-roster"]
    assert limits_for(school, {})[0].collection_period
    assert school.name == "学生基本医疗保险参保登记"


@pytest.mark.clause("SD28-12", "SD28-13", "SD20-4")
@pytest.mark.parametrize(
    "code", ["long-term-residence-filing", "temporary-travel-filing"]
)
def test_filings_need_no_paper_and_no_review(code):
    for audience in (Audience.EMPLOYEE, Audience.RESIDENT):
        filing = terms(code, audience)
        assert filing.materials == ()
        assert [step.value for step in filing.steps] == ["apply", "close"]
        assert limits_for(filing, {})[0].immediate


@pytest.mark.clause("SD28-23", "SD28-24")
def test_designation_asks_what_the_orders_ask_and_no_abolished_certificate():
    hospital = terms("hospital-designation", Audience.PROVIDER)
    pharmacy = terms("pharmacy-designation", Audience.PHARMACY)
    assert (len(hospital.materials), len(pharmacy.materials)) == (6, 7)
    assert not any("经营质量管理规范" in one.text for one in pharmacy.materials)


@pytest.mark.clause("GD18-通办一", "GD18-附件1", "GD18-附件18")
def test_guangdong_lists_18_items_two_of_them_inside_the_province_only():
    table = BOOK.scope("440300")
    assert [row.sequence for row in table.rows] == list(range(1, 19))
    inside = [row.sequence for row in table.rows if row.goals == ("in_province",)]
    assert inside == [3, 9]
    assert table.sheet is not None
    assert len(table.sheet.columns) == 12
    assert table.rows[17].levels is None


@pytest.mark.clause("PT25-5")
def test_one_item_resolves_the_same_from_province_to_village():
    village = "370783112201"
    for region in ("370000", "370700", "370783", "370783112", village):
        item = BOOK.item_on("transfer-out", region, FIRST_DAY)
        assert item.region == region
        assert item.name == "医保关系转出"
    county = BOOK.terms_on(
        ItemCode("inpatient-reimbursement"),
        Audience.EMPLOYEE,
        "370783",
        date(2023, 9, 11),
    )
    below = BOOK.terms_on(
        ItemCode("inpatient-reimbursement"),
        Audience.EMPLOYEE,
        village,
        date(2023, 9, 11),
    )
    assert below.materials == county.materials
    assert below.limits == county.limits


def test_the_regions_of_the_demo_are_on_file():
    counties = [region.name for region in BOOK.regions.children(CITY)]
    assert len(counties) == 12
    assert len(BOOK.regions.children("370000")) == 16
    assert len(BOOK.regions.children("440000")) == 21
    assert BOOK.regions.full_name("350300") == "福建省莆田市"
