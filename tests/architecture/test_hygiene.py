"""Nothing in the repository belongs to one machine, one registry or one person."""

import re

import pytest
from tests.architecture.repository import ROOT, all_files, files_below, short

# Built from parts, so that this file does not contain what it looks for.
FORBIDDEN = {
    "a package index": re.compile(
        r"registry\.npm"
        r"js\.org|py"
        r"pi\.org/simple|files\.python"
        r"hosted\.org"
        r"|--index"
        r"-url|--find"
        r"-links|--extra"
        r"-index"
    ),
    "a folder of one machine": re.compile(
        r"(?<![\w.])/(?:work|ro" r"ot|home/\w+|opt/py" r"pi)/(?!\*)"
    ),
    # A code ending in 00 is a whole city: case numbers begin so, people's never.
    "an id number that could be somebody's": re.compile(
        r"(?<![\dA-Fa-f])[1-8]\d{3}(?!00)\d{2}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
        r"\d{3}[\dXx](?![\dA-Fa-f])"
    ),
    "a mobile number that could be somebody's": re.compile(
        r"(?<![\dA-Fa-f.])1[3-9]\d{9}(?![\dA-Fa-f.])"
    ),
}
PRINTED_IN_THE_STANDARD = "11010519491231" + "002X"  # the example of GB 11643-1999
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
TEXT_MAX_BYTES = 2_000_000
MACHINE_MADE = {"package-lock.json", "base.txt", "dev.txt"}
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")


def _text(path):
    if path.stat().st_size > TEXT_MAX_BYTES or "vendor" in path.parts:
        return ""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def _is_nobodys(number: str) -> bool:
    """The standard's own example, or a number whose check sign is wrong."""
    total = sum(
        int(sign) * weight for sign, weight in zip(number, WEIGHTS, strict=False)
    )
    return number == PRINTED_IN_THE_STANDARD or CHECK_SIGNS[total % 11] != number[-1]


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_file_holds(what):
    pattern = FORBIDDEN[what]
    personal = what.startswith("a mobile")
    found = [
        f"{short(path)}: {hit.group(0)}"
        for path in all_files()
        if not (personal and path.name in MACHINE_MADE)
        for hit in pattern.finditer(_text(path))
        if not (what.startswith("an id") and _is_nobodys(hit.group(0)))
    ]
    assert found == []


def test_nothing_is_left_unfinished_in_the_source():
    found = [
        short(path)
        for path in files_below("src", "tests", "tools", suffix=".py")
        if UNFINISHED.search(path.read_text())
    ]
    assert found == []


def test_there_is_no_drawer_without_a_name():
    drawers = {"utils", "helpers", "common", "misc", "lib"}
    found = [
        short(path)
        for path in files_below("src", "tests", "tools", suffix=".py")
        if drawers & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert found == []


def test_every_python_folder_says_what_lives_there():
    silent = [
        short(path)
        for path in files_below("src", suffix=".py")
        if path.name == "__init__.py"
        and not path.read_text().startswith('"""')
        and "migrations" not in path.parts
    ]
    assert silent == []
