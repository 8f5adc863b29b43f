"""The book answers for every region and day."""

from datetime import date

import pytest
from tests.core.items.samples import material
from tests.policy.folders import BASE, change, copy_base

from tongban.core.items.catalogue import Audience, Channel, LimitLayer
from tongban.core.items.limits import limits_for
from tongban.core.items.regions import RegionUnknown
from tongban.core.items.terms import AudienceUnknown
from tongban.policy.book import (
    GuideUnknown,
    ItemUnknown,
    ItemUnpublished,
    ScopeUnknown,
)
from tongban.policy.publishing import inspect_folder, load_book
from tongban.policy.snapshots import digest_of

CODE = "inpatient-reimbursement"
ON = date(2023, 9, 11)
BOOK = load_book(BASE)


def test_the_items_of_a_day_come_with_what_each_level_changed():
    (province,) = BOOK.items_on("370000", ON)
    (county,) = BOOK.items_on("370783", ON)
    assert province.channels == (Channel.COUNTER, Channel.ONLINE)
    assert county.channels == (Channel.COUNTER, Channel.ONLINE, Channel.POST)
    assert county.region == "370783"
    assert [one.code for one in county.limits] == ["ten", "promise"]


@pytest.mark.clause("CN39-四")
def test_the_overlay_holds_from_its_own_day():
    before = BOOK.item_on(CODE, "370700", date(2023, 6, 30))
    after = BOOK.item_on(CODE, "370700", date(2023, 7, 1))
    assert [one.code for one in before.limits] == ["ten"]
    assert [one.code for one in after.limits] == ["ten", "promise"]


def test_the_day_before_the_first_version_there_is_no_item():
    assert BOOK.items_on("370700", date(2023, 6, 25)) == ()
    with pytest.raises(ItemUnknown) as refused:
        BOOK.item_on(CODE, "370700", date(2023, 6, 25))
    assert refused.value.data["on"] == "2023-06-25"
    assert BOOK.item_on(CODE, "370700", date(2023, 6, 26)).version == "2023.1"


def test_the_nation_has_no_item_of_a_province():
    assert BOOK.items_on("100000", ON) == ()
    assert BOOK.codes("100000") == ()


def test_an_unknown_region_or_item_or_audience_is_refused():
    with pytest.raises(RegionUnknown):
        BOOK.items_on("110000", ON)
    with pytest.raises(ItemUnknown):
        BOOK.terms_on("other", Audience.EMPLOYEE, "370700", ON)
    with pytest.raises(AudienceUnknown):
        BOOK.terms_on(CODE, Audience.PHARMACY, "370700", ON)


def test_terms_carry_the_digest_of_what_they_say():
    terms = BOOK.terms_on(CODE, Audience.EMPLOYEE, "370783", ON)
    assert terms.digest == digest_of(terms)
    assert terms.rulings == ("online",)
    layers = [limit.layer for limit in limits_for(terms, {})]
    assert layers == [LimitLayer.PROVINCE, LimitLayer.PROMISE]
    assert BOOK.terms_on(CODE, Audience.EMPLOYEE, "370783", ON) is terms


@pytest.mark.clause("SD28-15", "SD28-16")
def test_posted_materials_count_from_their_own_day():
    card = material("local-card", local=True, posted_on=date(2023, 9, 12))
    early = BOOK.terms_on(CODE, Audience.EMPLOYEE, "370783", ON, (card,))
    late = BOOK.terms_on(CODE, Audience.EMPLOYEE, "370783", date(2023, 9, 12), (card,))
    plain = BOOK.terms_on(CODE, Audience.EMPLOYEE, "370783", ON)
    assert early.materials == plain.materials
    assert early.digest == plain.digest
    assert late.materials == (*plain.materials, card)
    assert late.digest != plain.digest


def test_guides_are_found_by_code_and_region():
    (guide,) = BOOK.guides_on("370700", ON)
    assert BOOK.guide_on(guide.code, "370700", ON) == guide
    assert BOOK.guides_on("100000", ON) == ()
    with pytest.raises(GuideUnknown):
        BOOK.guide_on("other", "370700", ON)


def test_a_lower_region_may_publish_its_own_edition_of_a_guide(tmp_path):
    folder = copy_base(tmp_path)
    name = "inpatient-reimbursement.employee.yaml"
    (folder / "guides/370700").mkdir()
    text = (folder / "guides/370000" / name).read_text("utf-8")
    (folder / "guides/370700" / name).write_text(
        text.replace("lines: [住院费用报销]", "lines: [市级指南]")
        + "effective_on: 2023-08-01\n",
        "utf-8",
    )
    book = load_book(folder)

    def lines(region, on):
        return book.guides_on(region, on)[0].sections[0].lines

    assert lines("370783", ON) == ("市级指南",)
    assert lines("370783", date(2023, 7, 31)) == ("住院费用报销",)
    assert lines("370000", ON) == ("住院费用报销",)


def test_places_are_added_without_a_new_version():
    item = BOOK.item_on(CODE, "370783", date(2023, 6, 26))
    assert [place.name for place in item.places] == ["大厅"]
    assert item.phones == {"咨询电话": "10000000001"}
    assert item.version == "2023.1"
    assert BOOK.item_on(CODE, "370000", ON).places == ()
    assert [sheet.region for sheet in BOOK.sheets_on("370783", ON)] == ["370700"]


def test_the_cross_region_list_is_the_province_s():
    assert BOOK.scope("370783").region == "370000"
    with pytest.raises(ScopeUnknown):
        BOOK.scope("100000")


def test_documents_days_and_publishers_are_known():
    assert BOOK.documents["SD28"].issuer == "山东省医疗保障局"
    assert BOOK.effective_days() == (date(2023, 6, 26), date(2023, 7, 1))
    assert BOOK.publishers() == ("370000",)
    assert [ruling.code for ruling in BOOK.rulings("370783")] == ["online"]
    assert BOOK.parent_item_on(CODE, "100000", ON) is None


@pytest.mark.clause("SD28-通知一")
def test_an_item_that_waits_for_a_ruling_is_not_published(tmp_path):
    folder = copy_base(tmp_path)
    (folder / "rulings/370000/01-online.yaml").unlink()
    seen = inspect_folder(folder)
    assert seen.problems == ()
    assert len(seen.waiting) == 1
    book = load_book(folder)
    assert book.items_on("370783", ON) == ()
    assert len(book.drafts_on("370783", ON)) == 1
    with pytest.raises(ItemUnpublished) as refused:
        book.terms_on(CODE, Audience.EMPLOYEE, "370783", ON)
    assert "办理" in str(refused.value.data["points"])


def test_a_county_may_have_an_item_of_its_own(tmp_path):
    folder = copy_base(tmp_path)
    (folder / "items/370783").mkdir()
    text = (folder / "items/370000/inpatient-reimbursement.yaml").read_text("utf-8")
    text = text.replace("inpatient-reimbursement", "county-service")
    text = text.replace("number: 16", "number: 101")
    (folder / "items/370783/county-service.yaml").write_text(text, "utf-8")
    change(
        folder, "rulings/370000/01-online.yaml", "field: channels", "field: channels"
    )
    (folder / "rulings/370783").mkdir()
    (folder / "rulings/370783/own.yaml").write_text(
        (folder / "rulings/370000/01-online.yaml")
        .read_text("utf-8")
        .replace("code: online", "code: own-item")
        .replace("field: channels", "field: guide")
        .replace("inpatient-reimbursement", "county-service"),
        "utf-8",
    )
    book = load_book(folder)
    assert [item.number for item in book.items_on("370783", ON)] == [16, 101]
    assert [item.number for item in book.items_on("370700", ON)] == [16]
    assert book.publishers() == ("370000", "370783")


@pytest.mark.clause("CN39-四", "GD18-任务六")
def test_a_case_of_the_day_before_keeps_the_older_edition(tmp_path):
    folder = copy_base(tmp_path)
    path = folder / "items/370000/inpatient-reimbursement.yaml"
    text = path.read_text("utf-8")
    text = text.replace(
        "- effective_on: 2023-06-26", "- &new\n    effective_on: 2023-06-26"
    )
    text += (
        "  - <<: *new\n    effective_on: 2020-05-01\n    version: '2020.1'\n"
        "    limits:\n      - {code: ten, label: 20个工作日, layer: province, "
        "source: {document: SD28, clause: '16'}, working_days: 20}\n"
    )
    path.write_text(text, "utf-8")
    ruling = (folder / "rulings/370000/01-online.yaml").read_text("utf-8")
    (folder / "rulings/370000/02-old-limit.yaml").write_text(
        ruling.replace("code: online", "code: old-limit").replace("channels", "limit"),
        "utf-8",
    )
    book = load_book(folder)
    old = book.terms_on(CODE, Audience.EMPLOYEE, "370700", date(2023, 6, 25))
    new = book.terms_on(CODE, Audience.EMPLOYEE, "370700", date(2023, 6, 26))
    assert (old.version, new.version) == ("2020.1", "2023.1")
    assert [limit.working_days for limit in old.limits] == [20]
    assert [limit.working_days for limit in new.limits] == [10]
    assert old.digest != new.digest
