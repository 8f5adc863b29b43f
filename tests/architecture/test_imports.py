"""Imports flow one way (the contracts stand in .importlinter)."""

import configparser
import subprocess
import sys
from pathlib import Path

from tests.architecture.repository import ROOT


def test_every_import_contract_is_kept():
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_no_contract_has_an_exception():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    excused = [name for name in contracts if "ignore_imports" in contracts[name]]
    assert excused == [], "an exception needs an ADR"
