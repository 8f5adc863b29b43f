"""Tables people send: what is read, and what is refused before it does harm."""

import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from tongban.gateways import sheets
from tongban.gateways.sheets import (
    SheetRow,
    SheetTooLong,
    SheetUnreadable,
    cell_name,
    read_rows,
)

ROWS_MAX = 50


def _workbook(path: Path, rows: dict[tuple[int, int], object]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for (row, column), value in rows.items():
        sheet.write(row, column, value)
    book.close()
    return path


def _cells(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in read_rows(path, rows_max=ROWS_MAX)]


@pytest.mark.parametrize(
    ("row", "column", "name"), [(1, 1, "A1"), (9, 26, "Z9"), (2, 27, "AA2")]
)
def test_a_cell_is_named_as_the_program_names_it(row, column, name):
    assert cell_name(row, column) == name


def test_a_workbook_reads_as_it_shows(tmp_path):
    path = _workbook(
        tmp_path / "a.xlsx",
        {
            (0, 0): "姓名",
            (0, 1): "身份证号",
            (2, 0): "  王小明 ",
            (2, 1): "990101201501010018",
            (3, 0): 12.0,
            (3, 1): 990101201501010018,
            (4, 0): date(2026, 9, 1),
            (4, 1): datetime.fromisoformat("2026-09-01 08:30"),
            (5, 0): True,
            (5, 1): 0.25,
        },
    )
    assert _cells(path) == [
        (1, ("姓名", "身份证号")),
        (3, ("王小明", "990101201501010018")),
        (4, ("12", "9.90101E+17")),
        (5, ("2026-09-01", "2026-09-01 08:30:00")),
        (6, ("TRUE", "0.25")),
    ]


def test_a_time_alone_reads_as_a_time():
    assert sheets._text_of(timedelta(hours=8)) == "8:00:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("parted", [",", "\t"])
def test_a_text_reads_in_each_encoding(tmp_path, encoding, parted):
    path = tmp_path / "a.csv"
    lines = [parted.join(["姓名", "备注"]), "", parted.join([" 王小明", '"一、\n二"'])]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert list(read_rows(path, rows_max=ROWS_MAX)) == [
        SheetRow(1, ("姓名", "备注")),
        SheetRow(3, ("王小明", "一、\n二")),
    ]


def test_an_empty_file_has_no_rows(tmp_path):
    empty = tmp_path / "a.csv"
    empty.touch()
    assert _cells(empty) == []
    assert _cells(_workbook(tmp_path / "b.xlsx", {})) == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xff\xff\xff",
        b"a\0b",
        b'a,"b',
        b"PK\x03\x04 is not enough",
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(SheetUnreadable):
        _cells(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(SheetUnreadable):
        _cells(path)


def test_a_sheet_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<c r='A1'/>".encode("utf-16"))
    with pytest.raises(SheetUnreadable):
        _cells(path)


@pytest.mark.parametrize("place", [(ROWS_MAX, 0), (0, sheets.COLUMNS_MAX)])
def test_one_cell_in_a_far_corner_is_refused_before_it_unfolds(tmp_path, place):
    path = _workbook(tmp_path / "a.xlsx", {(0, 0): "a", place: "b"})
    with pytest.raises(SheetTooLong) as caught:
        _cells(path)
    assert caught.value.data == {"rows": ROWS_MAX, "columns": sheets.COLUMNS_MAX}


def test_a_workbook_that_unfolds_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "UNFOLDED_BYTES_MAX", 1000)
    with pytest.raises(SheetTooLong):
        _cells(_workbook(tmp_path / "a.xlsx", {(0, 0): "a"}))


def test_a_text_of_too_many_rows_or_columns_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n" * (ROWS_MAX + 1))
    with pytest.raises(SheetTooLong):
        _cells(path)
    path.write_text("," * sheets.COLUMNS_MAX)
    with pytest.raises(SheetTooLong):
        _cells(path)
