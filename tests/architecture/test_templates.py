"""Every template is used and obeys the content security policy."""

import re

import pytest
from tests.architecture.repository import files_below, short

TEMPLATES = files_below("src", suffix=".html")
QUOTED = re.compile(r"""["']([\w/.-]+\.(?:html|txt|typ))["']""")
FORBIDDEN = {
    "a script without a file": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "a style element": re.compile(r"<style\b"),
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an event attribute": re.compile(r"\son[a-z]+\s*="),
    "an address of another site": re.compile(r"(?:src|href)\s*=\s*[\"']https?://"),
}


def _name(path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def _mentioned() -> set[str]:
    sources = files_below("src", suffix=".py") + TEMPLATES
    return {name for path in sources for name in QUOTED.findall(path.read_text())}


def test_every_template_is_used():
    mentioned = _mentioned()
    # Django finds these by name when something goes wrong.
    found_by_django = {"404.html", "403.html", "400.html", "403_csrf.html"}
    unused = [
        short(path)
        for path in TEMPLATES
        if _name(path) not in mentioned | found_by_django
    ]
    assert unused == []


def test_every_template_that_is_named_exists():
    names = {_name(path) for path in TEMPLATES}
    missing = {
        name
        for name in _mentioned()
        if name.endswith(".html") and "/" in name and name not in names
    }
    assert missing == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_template_breaks_the_content_security_policy(path):
    text = path.read_text()
    broken = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert broken == []
