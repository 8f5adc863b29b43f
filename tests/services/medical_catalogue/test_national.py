"""Files of the national interface are loaded as they were downloaded."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.services.medical_catalogue.test_loading import FIRST, NOW, SECOND, said

from tongban.core.medical_catalogue.files import Held
from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.terms import Grade
from tongban.records.medical_catalogue.models import CatalogueEntry
from tongban.services.medical_catalogue.files import layouts
from tongban.services.medical_catalogue.loading import (
    ListEmpty,
    ListFaulty,
    check_list,
    load_list,
)
from tongban.services.medical_catalogue.national import ArchiveFaulty

pytestmark = pytest.mark.django_db
DRUGS = layouts()["1301"]


def drug(code: str, name: str, grade: str, *, valid: str = "1") -> str:
    told = {
        Held.CODE: code,
        Held.NAME: name,
        Held.GRADE: grade,
        Held.BEGINS: "2026-01-01",
        Held.VALID: valid,
        Held.INITIALS: "YY",
    }
    return DRUGS.line(told, {"药品规格": "10片"})


def archive(folder: Path, *texts: str | bytes) -> Path:
    path = folder / "1301.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for place, text in enumerate(texts):
            packed.writestr(f"{place}.txt", text)
    return path


def test_a_file_is_loaded_as_it_was_downloaded(tmp_path: Path):
    lines = [
        drug(FIRST, "甲药", "甲"),
        drug(SECOND, "乙药", "乙"),
        drug("XA10BA0003A001010100001", "废药", "甲", valid="0"),
    ]
    path = archive(tmp_path, "\r\n".join(lines))
    loaded = load_list(path, said(), at=NOW, part_share="10")
    assert loaded.entries == 2
    row = CatalogueEntry.objects.get(code=SECOND)
    assert (row.grade, row.own_share_bp) == (Grade.B.value, 1_000)
    assert (row.initials, row.details) == ("yy", {"药品规格": "10片"})
    assert row.begins == date(2026, 1, 1)
    assert not load_list(path, said(), at=NOW, part_share="10").is_new


def test_lines_that_are_wrong_are_named_by_their_place(tmp_path: Path):
    path = archive(tmp_path, "\n".join([drug("?", "药", "甲"), drug(FIRST, "", "乙")]))
    with pytest.raises(ListFaulty) as no:
        check_list(path, CatalogueKind.DRUG)
    assert {fault.row for fault in no.value.faults} == {1, 2}


def test_what_holds_no_entry_that_stands_is_empty(tmp_path: Path):
    path = archive(tmp_path, drug(FIRST, "药", "甲", valid="0"))
    with pytest.raises(ListEmpty):
        check_list(path, CatalogueKind.DRUG)


@pytest.mark.parametrize("texts", [(), ("a", "b"), (b"\xff\xfe\xff",)])
def test_an_archive_with_anything_else_is_refused(tmp_path: Path, texts):
    with pytest.raises(ArchiveFaulty):
        check_list(archive(tmp_path, *texts), CatalogueKind.DRUG)


def test_what_is_no_archive_or_of_no_file_is_refused(tmp_path: Path):
    path = tmp_path / "list.zip"
    path.write_bytes(b"no archive")
    with pytest.raises(ArchiveFaulty):
        check_list(path, CatalogueKind.DRUG)
    with pytest.raises(ArchiveFaulty):
        check_list(path, CatalogueKind.ETHNIC_DRUG)
