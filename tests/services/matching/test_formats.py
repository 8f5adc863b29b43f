"""Tables come in as workbook, CSV or JSON lines; none is kept, faulty rows go back."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import party_of
from tests.services.matching.feeds import DAY, HEADING, SOURCE, insured, table, taken

from tongban.core.files.uploads import EmptyFile, TypeNotTaken
from tongban.core.matching.facts import FactKind, FactState
from tongban.core.refusals import Refusal
from tongban.gateways.scanner import Verdict
from tongban.gateways.sheets import SheetTooLong, SheetUnreadable
from tongban.records.files.models import StoredFile
from tongban.records.matching.models import Feed, SharedFact
from tongban.services.files.operations import Upload
from tongban.services.matching import formats
from tongban.services.matching.formats import FeedEmpty, LineMalformed
from tongban.services.matching.intake import (
    FeedNotYours,
    NewFeed,
    NothingRefused,
    refused_rows,
)


def row(**changes: str) -> dict[str, str]:
    person = party_of("wangjianguo")
    cells = (person.name, person.identifier, "2026-03-01")
    return {**dict(zip(HEADING, cells, strict=True)), **changes}


def csv_of(*rows: dict[str, str], encoding: str = "utf-8-sig") -> bytes:
    lines = [HEADING, *(tuple(one.values()) for one in rows)]
    return "\r\n".join(",".join(line) for line in lines).encode(encoding)


def lines_of(*rows: object) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()


def back(content: bytes, login: str = "supervisor") -> bytes:
    new = NewFeed(FactKind.DEATH, SOURCE, Upload("x", [content]))
    return refused_rows(envelope(login, DAY), new)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_is_read_as_the_spreadsheet_program_wrote_it(encoding: str) -> None:
    insured()
    result = taken(csv_of(row(), row(姓名=""), encoding=encoding))
    assert result.rows == {FactState.NEW: 1, FactState.FAULTY: 1}
    assert [one.cell for one in result.refused] == ["A3"]


def test_json_lines_are_read_by_title_or_by_code() -> None:
    insured()
    person = party_of("wangjianguo")
    coded = {
        "name": person.name,
        "id_number": person.identifier,
        "happened_on": "2026-03-01",
    }
    assert taken(lines_of(row(发生日期="昨天"), coded)).rows[FactState.NEW] == 1
    result = taken(b"\xef\xbb\xbf" + lines_of(coded) + b"\n\n" + lines_of({"姓名": ""}))
    assert result.rows == {FactState.KNOWN: 1, FactState.FAULTY: 1}
    assert [one.cell for one in result.refused] == [
        "第3行“姓名”",
        "第3行“公民身份号码”",
        "第3行“发生日期”",
    ]


@pytest.mark.parametrize(
    "line",
    [b'{"a": 1}', b'{"a"', b"{}\n[]", b'{"a": "\\ud800"}', b'{"a":' + b"[" * 99_999],
)
def test_a_line_that_is_no_object_of_texts_is_named(line: bytes) -> None:
    with pytest.raises(LineMalformed) as no:
        taken(line)
    assert no.value.data["line"] == line.count(b"\n") + 1


@pytest.mark.parametrize(
    ("content", "no"),
    [
        (b"", EmptyFile),
        (b"PK\x03\x04 broken", TypeNotTaken),
        (b"\x89PNG\r\n\x1a\n\0\0", SheetUnreadable),
        (csv_of(), FeedEmpty),
        (b"{}\n" * 50_001, SheetTooLong),
    ],
)
def test_what_is_no_table_is_refused_whole(content: bytes, no: type[Refusal]) -> None:
    with pytest.raises(no):
        taken(content)
    assert not Feed.objects.exists()


def test_an_infected_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "scan", lambda _: Verdict.INFECTED)
    with pytest.raises(Refusal) as no:
        taken(csv_of(row()))
    assert no.value.code == "files.infected"


def test_no_byte_of_a_table_is_kept_after_it_was_read() -> None:
    insured()
    stranger = "990000198505055011"
    before = set(Path(settings.TONGBAN_FILES).rglob("*"))
    taken(csv_of(row(), row(姓名="没有登记", 公民身份号码=stranger)))
    after = {one for one in Path(settings.TONGBAN_FILES).rglob("*") if one.is_file()}
    assert after <= before
    assert not StoredFile.objects.exists()
    assert SharedFact.objects.count() == 1


def test_the_same_table_again_tells_its_faults_again_and_adds_nothing() -> None:
    insured()
    content = csv_of(row(), row(姓名=""))
    first, again = taken(content), taken(content)
    assert again.repeated
    assert again.refused == first.refused
    assert again.rows == {FactState.NEW: 1, FactState.FAULTY: 1}
    assert (Feed.objects.count(), SharedFact.objects.count()) == (1, 1)


def test_faulty_rows_come_back_as_a_table_that_can_be_corrected_and_sent(
    tmp_path: Path,
) -> None:
    insured()
    content = csv_of(row(发生日期="昨天"), row(), row(姓名="=1+1"))
    path = tmp_path / "refused.xlsx"
    path.write_bytes(back(content))
    heading, *rows = (one.cells for one in formats.read_rows(path, rows_max=9))
    assert heading == (*HEADING, "问题", "怎么改")
    assert [one[2] for one in rows] == ["昨天", "2026-03-01"]
    assert rows[0][3].startswith("发生日期：日期不对")
    assert rows[1][0] == "=1+1"
    assert not Feed.objects.exists()
    assert taken(path.read_bytes()).rows == {FactState.FAULTY: 2}
    mended = table([(*rows[0][:2], "2026-03-01", "", "")], heading=heading)
    assert taken(mended).rows == {FactState.NEW: 1}


def test_only_a_supervisor_gets_faulty_rows_back_and_only_when_there_are() -> None:
    insured()
    with pytest.raises(FeedNotYours):
        back(csv_of(row(姓名="")), login="clerk1")
    with pytest.raises(NothingRefused):
        back(csv_of(row()))
