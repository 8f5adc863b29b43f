"""Each change leaves a note that says whom it touches, from when and where."""

import re

import pytest
from tests.architecture.repository import ROOT, all_files, short

FIELDS = ("affected days", "affected areas", "who notices")
NOTES = [
    path
    for path in all_files()
    if path.parent == ROOT / "changelog.d" and path.name != "README.md"
]
HEAD = re.compile(r"[a-z-]+: \S.*")


def test_there_is_a_note():
    assert NOTES


@pytest.mark.parametrize("path", NOTES, ids=short)
def test_a_note_has_all_its_fields(path):
    lines = path.read_text().splitlines()
    assert HEAD.fullmatch(lines[0])
    assert [
        name for name in FIELDS if not any(s.startswith(f"{name}: ") for s in lines)
    ] == []


@pytest.mark.parametrize("path", NOTES, ids=short)
def test_the_areas_of_a_note_exist(path):
    (line,) = [
        line
        for line in path.read_text().splitlines()
        if line.startswith("affected areas:")
    ]
    areas = [area.strip() for area in line.partition(":")[2].split(",")]
    assert [area for area in areas if not (ROOT / area).exists()] == []
