"""Every name of the glossary is really used, and each Chinese term once."""

import re

from tests.architecture.repository import ROOT, files_below

ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<names>[^|]*`[^|]+) \|", re.MULTILINE)
GLOSSARY = ROOT / "docs/reference/glossary.md"


def _rows() -> dict[str, list[str]]:
    return {
        hit["term"].strip(): re.findall(r"`([^`]+)`", hit["names"])
        for hit in ROW.finditer(GLOSSARY.read_text())
    }


def test_every_glossary_name_exists():
    words: set[str] = set()
    for path in files_below("src", "policy", suffix=".py") + files_below(
        "policy", suffix=".yaml"
    ):
        words.update(re.findall(r"[A-Za-z_][\w-]*", path.read_text()))
    missing = {
        term: [name for name in names if name not in words]
        for term, names in _rows().items()
    }
    assert {term: names for term, names in missing.items() if names} == {}


def test_no_name_stands_for_two_terms():
    owners: dict[str, list[str]] = {}
    for term, names in _rows().items():
        for name in names:
            owners.setdefault(name, []).append(term)
    assert {name: terms for name, terms in owners.items() if len(terms) > 1} == {}


def test_the_glossary_is_not_empty():
    assert len(_rows()) >= 40
