"""No policy file lies beside the loaders: each is read, and read under a schema."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.architecture.repository import files_below, short

FILES = files_below("policy", suffix=".yaml")
SCHEMAS = files_below("policy/schema", suffix=".json")


# Reads the whole folder as a start does and prints what was opened on the way; in a
# process of its own, because loaders and schemas are cached once read.
PROGRAM = """
import pathlib, sys
opened = set()
sys.addaudithook(lambda name, given: name == "open" and opened.add(str(given[0])))
from tongban.config.main import prepare_django
prepare_django()
from django.conf import settings
from tongban.config.preparation import check_policy
from tongban.policy.trace import load_clauses
from tongban.services.demo import catalogue, credentials, institutions, matching
from tongban.services.demo import medical_catalogue, roster, rosters, voices
load_clauses(settings.TONGBAN_POLICY)
check_policy(settings.TONGBAN_POLICY)
roster.offices(), roster.units(), roster.logins(), catalogue.changes(), voices.voices()
credentials.credentials(), rosters.roster()
matching.feeds(), institutions.institutions(), medical_catalogue.lists()
roster.movers()
for read in (roster.offices, roster.units, roster.logins, roster.movers):
    read.cache_clear()
settings.TONGBAN_REGION = "440100"  # the second region of make run-two
roster.offices(), roster.units(), roster.logins(), roster.movers()
print("\\n".join(opened))
"""
# The form of an item is itself a JSON schema, which its own loader checks.
OPEN_BY_DESIGN = {"/$defs/form"}


@pytest.fixture(scope="module")
def opened() -> set[Path]:
    """Every file that the loaders open."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    return {Path(line).resolve() for line in done.stdout.splitlines()}


def test_every_policy_file_is_read_by_a_loader(opened):
    assert [short(path) for path in FILES if path not in opened] == []


def test_every_schema_is_used_by_a_loader(opened):
    referred = "\n".join(path.read_text() for path in SCHEMAS)
    unused = [
        short(path)
        for path in SCHEMAS
        if path not in opened and f'"{path.name}' not in referred
    ]
    assert unused == []


@pytest.mark.parametrize("path", SCHEMAS, ids=short)
def test_every_schema_is_itself_valid_and_closed(path):
    schema = json.loads(path.read_text())
    Draft202012Validator.check_schema(schema)
    open_objects = [
        where
        for where, part in _objects(schema, "")
        if where not in OPEN_BY_DESIGN
        and "additionalProperties" not in part
        and "unevaluatedProperties" not in part
    ]
    assert open_objects == [], "an unknown key must be an error"


def _objects(part, where):
    if isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            yield where or "/", part
        for key, inner in part.items():
            yield from _objects(inner, f"{where}/{key}")
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from _objects(inner, f"{where}/{place}")
