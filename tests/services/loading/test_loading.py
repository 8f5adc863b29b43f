"""What becomes of the rows of a table, and what the loaded people are like."""

from datetime import date

import pytest
import xlsxwriter
from django.db import DatabaseError, connection, transaction
from tests.services.cases.stage import actor, at
from tests.services.enrolment.people import (
    finished,
    hiring,
    party_of,
    registered_employer,
    submitted,
)
from tests.services.loading.sheets import (
    CODE,
    DAY,
    cover,
    employer,
    loaded,
    month,
    number,
    person,
    premium,
    table,
    told,
)

from tongban.core.access.parties import PartyKind
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.loading.columns import HeadingWrong, LoadKind
from tongban.gateways.sheets import SheetUnreadable
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PremiumYear,
)
from tongban.records.loading.models import LoadFile, LoadPart
from tongban.records.parties.models import Party, initials_mark
from tongban.services.access.scope import scoped
from tongban.services.enrolment.people import find_employer, find_person
from tongban.services.enrolment.queries import cover_on, months_of, staff_of
from tongban.services.ledger.verify import verify_ledger
from tongban.services.loading import operations, tables
from tongban.services.loading.operations import Order, load_file, try_file
from tongban.services.loading.tables import TableEmpty
from tongban.services.parties.queries import find_parties_by_phone, find_party
from tongban.services.personal_accounts.crediting import credit_month

TODAY = date.fromisoformat(DAY)


def _counts(report):
    return report.rows, report.new, report.known, report.refused


def _with_staff(folder, places=(0, 1)):
    loaded(folder, LoadKind.EMPLOYERS, [employer()])
    loaded(folder, LoadKind.PERSONS, [person(place) for place in places])
    return loaded(folder, LoadKind.COVERS, [cover(place) for place in places])


def test_loaded_people_are_found_like_any_others(tmp_path):
    report = loaded(tmp_path, LoadKind.PERSONS, [person(0, address="示例路1号\t东")])
    assert _counts(report) == (1, 1, 0, 0)
    card = find_party(PartyKind.PERSON, number(0))
    assert card is not None
    assert (card.name, card.region) == ("示例甲", "370705")
    assert [one.id for one in find_parties_by_phone("10010000000")] == [card.id]
    assert Party.objects.get(initials_index=initials_mark("slj")).pk == card.id
    insured = InsuredPerson.objects.get(pk=card.id)
    assert (insured.sex, insured.address, insured.bank_account) == (
        "male",
        "示例路1号\t东",
        "",
    )


def test_loaded_employers_insure_loaded_people(tmp_path):
    assert _counts(_with_staff(tmp_path)) == (2, 2, 0, 0)
    row = find_employer(CODE)
    assert row is not None
    assert (row.legal_representative, row.contact) == ("示例\\法人", "")
    staff = staff_of(row.pk, TODAY)
    assert [line.kind for line in staff] == [PersonKind.ACTIVE] * 2
    file = LoadFile.objects.get(kind="covers")
    assert set(Cover.objects.values_list("source", flat=True)) == {f"load {file.pk}"}


def test_loaded_months_are_credited_and_the_ledger_is_proved(tmp_path):
    _with_staff(tmp_path)
    rows = [month(0, "2026-01"), month(0, "2026-02"), month(1, "2026-01")]
    assert _counts(loaded(tmp_path, LoadKind.MONTHS, rows)) == (3, 3, 0, 0)
    found = find_person(number(0))
    assert found is not None
    assert len(months_of(found.pk, date(2026, 1, 1), TODAY)) == 2
    assert credit_month(date(2026, 1, 1), now=at(DAY)).people == 2
    assert list(verify_ledger()) == []


def test_loaded_premium_years_have_their_aid(tmp_path):
    loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    resident = cover(0, kind="成年居民", employer="", base_fen="", last="2025-12-31")
    loaded(tmp_path, LoadKind.COVERS, [resident])
    assert _counts(loaded(tmp_path, LoadKind.PREMIUMS, [premium(0)])) == (1, 1, 0, 0)
    row = PremiumYear.objects.get()
    assert (row.identity, row.aided_fen, row.tier) == ("low-income", 24_000, "low")


def test_a_loaded_person_signs_up_for_item_2(tmp_path):
    loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    registered_employer(day="2026-01-05")
    new = hiring("hr-machinery", "2026-01-06", number(0), "示例甲")
    finished(submitted(new, "2026-01-06"), "2026-01-06")
    found = find_person(number(0))
    assert found is not None
    line = cover_on(found.pk, date(2026, 1, 6))
    assert line is not None
    assert line.employer_id == party_of("hr-machinery").pk


def test_the_same_table_twice_adds_nothing_and_is_not_read_again(tmp_path):
    _with_staff(tmp_path)
    before = Party.objects.count(), Cover.objects.count()
    again = load_file(Order(tmp_path / "covers.csv", LoadKind.COVERS, at(DAY)))
    assert again.was_loaded
    assert _counts(again) == (2, 2, 0, 0)
    assert LoadFile.objects.count() == 3
    assert (Party.objects.count(), Cover.objects.count()) == before


def test_the_same_rows_in_another_table_are_known(tmp_path):
    _with_staff(tmp_path)
    loaded(tmp_path, LoadKind.MONTHS, [month(0, "2026-01")])
    rows = {
        LoadKind.EMPLOYERS: [employer(phone="10020000009")],
        LoadKind.PERSONS: [person(1), person(0), person(2)],
        LoadKind.COVERS: [cover(1), cover(0)],
        LoadKind.MONTHS: [month(0, "2026-02"), month(0, "2026-01")],
    }
    found = [_counts(loaded(tmp_path, kind, one, "b")) for kind, one in rows.items()]
    assert found == [(1, 0, 1, 0), (3, 1, 2, 0), (2, 0, 2, 0), (2, 1, 1, 0)]


def test_a_party_without_a_place_in_the_register_gets_one(tmp_path):
    loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    InsuredPerson.objects.all().delete()
    again = loaded(tmp_path, LoadKind.PERSONS, [person(0, address="示例路")])
    assert _counts(again) == (1, 1, 0, 0)
    assert InsuredPerson.objects.count() == 1


def test_refused_rows_name_cell_and_reason_and_are_sent_again_alone(tmp_path):
    rows = [
        person(0),
        person(1, phone="123", region=""),
        person(0),
        person(2, id_number="1"),
    ]
    report = loaded(tmp_path, LoadKind.PERSONS, rows)
    assert _counts(report) == (4, 1, 0, 3)
    assert told(report.report) == [
        ["3", "C3", "参保区划", "没有填写，请补上"],
        ["3", "H3", "手机号码", "不是手机号码，请填写11位号码"],
        ["4", "", "整行", "与本表前面的一行重复，请只留一行"],
        ["5", "A5", "证件号码", "证件号码不符合这种证件的编码规则，请对照证件核对"],
    ]
    assert report.again is not None
    assert report.again.stat().st_mode & 0o077 == 0
    good = report.again.read_text(encoding="utf-8-sig")
    good = good.replace(",123,", ",10010000001,").replace("示例乙,,", "示例乙,370705,")
    report.again.write_text(good, encoding="utf-8")
    second = load_file(Order(report.again, LoadKind.PERSONS, at(DAY)))
    assert _counts(second) == (3, 1, 1, 1)


def test_rows_against_what_is_on_file_are_refused(tmp_path):
    _with_staff(tmp_path)
    loaded(tmp_path, LoadKind.MONTHS, [month(0, "2026-01")])
    renamed = loaded(tmp_path, LoadKind.PERSONS, [person(0, name="别人")], "b")
    assert told(renamed.report)[0][1:3] == ["B2", "姓名"]
    rows = [
        cover(0, first="2025-06-01"),
        cover(1, employer=""),
        cover(7),
        cover(1, first="2024-01-01", last="2024-12-31"),
        cover(1, first="2024-12-31", last="2024-12-31"),
        cover(0, first="2024-01-01", last="2024-02-01", employer="993707059900000018"),
    ]
    report = loaded(tmp_path, LoadKind.COVERS, rows, "b")
    assert _counts(report) == (6, 1, 0, 5)
    assert [line[2] for line in told(report.report)] == [
        "开始日期",
        "单位统一社会信用代码",
        "证件号码",
        "开始日期",
        "单位统一社会信用代码",
    ]
    other = loaded(tmp_path, LoadKind.MONTHS, [month(0, "2026-01", own_fen="1")], "b")
    assert told(other.report) == [
        ["2", "", "整行", "登记里已经有内容不同的同一项，请核对后在窗口更正"]
    ]


def test_refused_rows_of_a_table_are_tried_again_with_the_same_table(tmp_path):
    assert _counts(loaded(tmp_path, LoadKind.COVERS, [cover(0)])) == (1, 0, 0, 1)
    loaded(tmp_path, LoadKind.EMPLOYERS, [employer()])
    loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    assert _counts(loaded(tmp_path, LoadKind.COVERS, [cover(0)])) == (1, 1, 0, 0)
    assert list(
        LoadFile.objects.filter(kind="covers").values_list("run", flat=True)
    ) == [
        1,
        2,
    ]


def test_a_trial_tells_everything_and_keeps_nothing(tmp_path):
    rows = [person(0), person(1, name=""), person(0)]
    path = table(tmp_path / "persons.csv", LoadKind.PERSONS, rows)
    before = Party.objects.count()
    report = try_file(Order(path, LoadKind.PERSONS, at(DAY)))
    assert _counts(report) == (3, 1, 0, 2)
    assert Party.objects.count() == before
    assert not LoadFile.objects.exists()
    assert report.report == tmp_path / "tried/persons.report.csv"


def test_a_workbook_is_loaded_like_a_text(tmp_path):
    columns = tables.definitions()[LoadKind.PERSONS][-1].columns
    book = xlsxwriter.Workbook(tmp_path / "people.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [column.title for column in columns])
    sheet.write_row(3, 0, [person(0).get(column.code, "") for column in columns])
    book.close()
    report = load_file(Order(tmp_path / "people.xlsx", LoadKind.PERSONS, at(DAY)))
    assert _counts(report) == (1, 1, 0, 0)
    assert LoadPart.objects.get().last_row == 4


def test_two_processes_give_the_same_as_none(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS_PER_PART", 2)
    rows = [person(place, **({"name": ""} if place == 3 else {})) for place in range(9)]
    path = table(tmp_path / "persons.csv", LoadKind.PERSONS, rows)
    report = load_file(Order(path, LoadKind.PERSONS, at(DAY), jobs=1))
    assert _counts(report) == (9, 8, 0, 1)
    assert told(report.report)[0][0] == "5"
    assert list(LoadPart.objects.order_by("number").values_list("rows", flat=True)) == [
        2,
        2,
        2,
        2,
        1,
    ]


def test_a_table_that_cannot_be_read_to_its_end_is_not_begun(tmp_path):
    path = table(tmp_path / "persons.csv", LoadKind.PERSONS, [person(0)])
    path.write_text(path.read_text() + '"open', encoding="utf-8")
    with pytest.raises(SheetUnreadable):
        load_file(Order(path, LoadKind.PERSONS, at(DAY)))
    assert not LoadFile.objects.exists()


@pytest.mark.parametrize("text", ["", "证件号码,姓名,参保区划\n"])
def test_a_table_without_rows_is_refused(tmp_path, text):
    path = tmp_path / "persons.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableEmpty):
        load_file(Order(path, LoadKind.PERSONS, at(DAY)))


def test_a_heading_that_fits_nothing_is_refused(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_text("身份证号,名字\n1,2\n", encoding="utf-8")
    with pytest.raises(HeadingWrong, match="姓名"):
        load_file(Order(path, LoadKind.PERSONS, at(DAY)))


def test_staff_read_how_loads_went_and_the_pages_cannot_write_them(tmp_path):
    loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    with scoped(actor("clerk1")):
        assert LoadFile.objects.count() == LoadPart.objects.count() == 1
    with scoped(actor("hr-machinery")):
        assert not LoadFile.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic(), scoped(actor("clerk1")):
        LoadFile.objects.create(
            kind="persons", digest="x", run=9, version=1, rows=1, begun_at=at(DAY)
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        LoadPart.objects.update(new=7)


def test_a_load_that_grew_tables_brings_their_statistics_up(tmp_path, monkeypatch):
    monkeypatch.setattr(operations, "ANALYZE_FROM", 1)
    loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'enrolment_insuredperson'"
        )
        assert cursor.fetchone() == (1,)


def test_employers_and_months_stand_where_they_belong(tmp_path):
    _with_staff(tmp_path)
    loaded(tmp_path, LoadKind.MONTHS, [month(0, "2026-01", employer="")])
    assert ContributionMonth.objects.get().employer_id is None
    assert Employer.objects.filter(state="registered").count() == 1
