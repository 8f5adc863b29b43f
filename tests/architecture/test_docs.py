"""The pages of documentation say what the code does today."""

import re

import pytest
from tests.architecture.repository import ROOT, all_files, files_below, short
from tools.reference_pages import PAGES

VARIABLE = re.compile(r"\b(?:TONGBAN_[A-Z_]+|DATABASE_URL)\b")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"`(?:make|tongban) ([a-z]+)")
MARKDOWN = [path for path in all_files() if path.suffix == ".md"]
# Set by our own programs for one another; nobody sets them by hand.
PRIVATE = {"TONGBAN_STOP_WITH_PARENT", "TONGBAN_TEST_HOME", "TONGBAN_TEST_DATABASE"}


def _read_variables() -> set[str]:
    texts = [
        path.read_text() for path in files_below("src/tongban/config", suffix=".py")
    ]
    quoted = re.findall(r"\"(TONGBAN_[A-Z_]+|DATABASE_URL|PORT)\"", "\n".join(texts))
    return set(quoted) - PRIVATE


def test_every_variable_that_is_read_is_explained():
    page = (ROOT / "docs/reference/settings.md").read_text()
    assert [name for name in sorted(_read_variables()) if f"`{name}`" not in page] == []


def test_no_page_explains_a_variable_nobody_reads():
    page = (ROOT / "docs/reference/settings.md").read_text()
    assert sorted(set(VARIABLE.findall(page)) - _read_variables()) == []


@pytest.mark.parametrize("path", MARKDOWN, ids=short)
def test_every_link_leads_somewhere(path):
    dead = [
        target
        for target in LINK.findall(path.read_text())
        if not target.startswith(("http://", "https://", "mailto:"))
        and not (path.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_fresh(name):
    kept = (ROOT / "docs/reference" / name).read_text()
    assert kept == PAGES[name](), "run: make docs"


def test_every_adr_has_its_number_and_its_parts():
    parts = ("## Situation", "## Options", "## Decision", "## What it costs")
    numbers = []
    for path in sorted((ROOT / "docs/adr").glob("*.md")):
        numbers.append(int(path.name[:4]))
        text = path.read_text()
        assert [part for part in parts if part not in text] == [], path.name
        assert "## When to look again" in text, path.name
    assert numbers == list(range(1, len(numbers) + 1))


def test_both_front_pages_name_the_same_commands():
    chinese = set(COMMAND.findall((ROOT / "README.md").read_text()))
    english = set(COMMAND.findall((ROOT / "README.en.md").read_text()))
    assert chinese == english
