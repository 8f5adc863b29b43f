"""Committed front-end parts are those of the locked packages, byte for byte."""

import json

import pytest
from tests.architecture.repository import ROOT, files_below
from tools.vendor import PARTS, TARGET


@pytest.mark.parametrize(("source", "name"), PARTS.items())
def test_a_served_part_is_the_locked_one(source, name):
    package = ROOT / "node_modules" / source
    if not package.exists():
        pytest.skip("run: npm ci")
    assert (TARGET / name).read_bytes() == package.read_bytes(), "run: make vendor"


def test_every_front_end_package_is_served():
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert [name for name in asked if not any(p.startswith(name) for p in PARTS)] == []


@pytest.mark.parametrize("name", PARTS.values())
def test_every_served_part_is_used_by_a_page(name):
    pages = files_below("src/tongban/portals", suffix=".html")
    assert any(f"vendor/{name}" in path.read_text() for path in pages), "drop it"
