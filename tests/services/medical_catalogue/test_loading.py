"""A list is loaded whole and once; faulty, nothing of it is kept."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from tongban.config.commands.catalogue import catalogue
from tongban.core.items.regions import RegionUnknown
from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.rows import Column
from tongban.core.medical_catalogue.terms import Grade, ListTerms
from tongban.records.medical_catalogue.models import CatalogueEntry, CatalogueVersion
from tongban.services.access.scope import enter_scope, leave_scope
from tongban.services.medical_catalogue.loading import (
    ColumnsMissing,
    ListEmpty,
    ListFaulty,
    NewVersion,
    load_list,
)
from tongban.services.medical_catalogue.queries import names_of, terms_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 6, 1)
HEAD = "编码,名称,等级,先行自付比例,支付标准,限定支付范围,收费类别,结束日期"
FIRST = "XA10BA0001A001010100001"
SECOND = "XA10BA0002A001010100001"
ROWS = (f"{FIRST},甲药,甲,,,,09,", f"{SECOND},乙药,乙,10,12.50,限住院,09,")


def sheet(folder: Path, *rows: str, head: str = HEAD, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return path


def said(region: str = "100000", begins: str = "2026-01-01") -> NewVersion:
    return NewVersion(
        CatalogueKind.DRUG,
        region,
        f"{begins}版",
        "测试目录",
        date.fromisoformat(begins),
    )


def test_codes_are_found_with_their_terms_in_one_query(
    tmp_path: Path, django_assert_num_queries
):
    loaded = load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    assert (loaded.entries, loaded.is_new) == (2, True)
    with django_assert_num_queries(1):
        found = terms_of([FIRST, SECOND, "XNONE"], region="370705", on=DAY)
    assert set(found) == {FIRST, SECOND}
    assert found[SECOND] == ListTerms(
        code=SECOND,
        name="乙药",
        grade=Grade.B,
        own_share_bp=1000,
        price_max_fen=1250,
        limited=True,
        charge_kind="09",
        source="测试目录（2026-01-01版）",
    )
    assert found[FIRST].grade is Grade.A
    assert not found[FIRST].limited


def test_the_same_file_again_changes_nothing(tmp_path: Path):
    first = load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    again = load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    assert (again.version_id, again.is_new) == (first.version_id, False)
    assert CatalogueEntry.objects.count() == len(ROWS)


def test_a_later_version_replaces_the_list_from_its_day(tmp_path: Path):
    load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    later = sheet(tmp_path, f"{SECOND},乙药,甲,,,,09,", name="later.csv")
    load_list(later, said(begins="2026-07-01"), at=NOW)
    before = terms_of([FIRST, SECOND], region="370700", on=date(2026, 6, 30))
    after = terms_of([FIRST, SECOND], region="370700", on=date(2026, 7, 1))
    assert before[SECOND].grade is Grade.B
    assert set(after) == {SECOND}
    assert after[SECOND].grade is Grade.A
    assert not terms_of([FIRST], region="370700", on=date(2025, 12, 31))


def test_the_list_nearest_to_the_region_counts_while_in_force(tmp_path: Path):
    load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    own = sheet(tmp_path, f"{SECOND},乙药,乙,25,,,09,2026-06-30", name="own.csv")
    load_list(own, said("370700"), at=NOW)

    def share(region: str, on: date) -> int:
        return terms_of([SECOND], region=region, on=on)[SECOND].own_share_bp

    assert share("370705", DAY) == 2500
    assert share("370705", date(2026, 7, 1)) == 1000
    assert share("350300", DAY) == 1000


def test_every_fault_is_told_and_nothing_is_kept(tmp_path: Path):
    bad = sheet(tmp_path, ROWS[0], "X1,,丁,,,,09,", f"{FIRST},重,甲,,,,09,")
    with pytest.raises(ListFaulty) as refused:
        load_list(bad, said(), at=NOW)
    assert refused.value.data == {"faults": 4, "rows": 2}
    assert [(one.row, one.column) for one in refused.value.faults] == [
        (3, Column.GRADE),
        (3, Column.CODE),
        (3, Column.NAME),
        (4, Column.CODE),
    ]
    assert not CatalogueVersion.objects.exists()


def test_a_wrong_heading_names_its_columns(tmp_path: Path):
    wrong = sheet(tmp_path, "a,b,c", head="编码,编码,价")
    with pytest.raises(ColumnsMissing) as refused:
        load_list(wrong, said(), at=NOW)
    assert refused.value.data == {
        "needed": "名称、等级、收费类别",
        "strange": "价",
        "twice": "编码",
    }


def test_an_empty_list_and_an_unknown_region_are_refused(tmp_path: Path):
    with pytest.raises(ListEmpty):
        load_list(sheet(tmp_path), said(), at=NOW)
    with pytest.raises(RegionUnknown):
        load_list(sheet(tmp_path, *ROWS), said("999999"), at=NOW)


def test_diagnoses_are_named_and_carry_no_terms(tmp_path: Path):
    table = sheet(tmp_path, "J18.900,肺炎", head="编码,名称")
    new = NewVersion(CatalogueKind.DIAGNOSIS, "100000", "版", "源", DAY)
    load_list(table, new, at=NOW)
    names = names_of(["J18.900"], CatalogueKind.DIAGNOSIS, region="370700", on=DAY)
    assert names == {"J18.900": "肺炎"}
    assert not terms_of(["J18.900"], region="370700", on=DAY)


def test_a_kept_version_cannot_be_edited(tmp_path: Path):
    load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    with (
        pytest.raises(IntegrityError, match="append"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE medical_catalogue_catalogueentry SET own_share_bp = 1")


def test_the_web_reads_the_list_and_cannot_load_it(tmp_path: Path):
    load_list(sheet(tmp_path, *ROWS), said(), at=NOW)
    enter_scope(None)
    try:
        assert terms_of([FIRST], region="370700", on=DAY)
        other = sheet(tmp_path, ROWS[0], name="other.csv")
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            load_list(other, said(), at=NOW)
    finally:
        leave_scope()


def test_the_command_loads_checks_and_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)
    good, run = str(sheet(tmp_path, *ROWS)), CliRunner().invoke
    bad = str(sheet(tmp_path, "X1,药,甲,,,,09,", name="bad.csv"))
    terms = [
        "--region",
        "100000",
        "--label",
        "一版",
        "--source",
        "某文",
        "--from",
        "2026-01-01",
    ]

    assert "检查通过：西药中成药2条。" in run(catalogue, ["check", "drug", good]).output
    assert "2条，已装入" in run(catalogue, ["load", "drug", good, *terms]).output
    assert "没有变化" in run(catalogue, ["load", "drug", good, *terms]).output
    for words in (["check", "drug", bad], ["load", "drug", bad, *terms]):
        told = run(catalogue, words)
        assert told.exit_code == 1
        assert "第2行“编码”：编码结构不对，应为西药：“X”" in told.output
        assert "有1行、1处问题，一行也没有装入" in told.output
