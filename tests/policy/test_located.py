"""Files read with the line of every value."""

import json
from pathlib import Path

import pytest

from tongban.policy.located import PolicyFileWrong, read_located, read_located_text


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "any.json"
    rules = {
        "type": "object",
        "properties": {"days": {"type": "array", "items": {"type": "integer"}}},
        "required": ["days"],
    }
    path.write_text(json.dumps(rules), encoding="utf-8")
    return path


def test_a_value_knows_its_line(schema):
    file = read_located_text("# head\ndays:\n  - 1\n  - 2\n", name="f", schema=schema)
    assert [file.line(steps) for steps in ((), ("days",), ("days", 1))] == [2, 2, 4]
    assert file.value(("days", 1)) == 2


def test_a_path_that_leads_nowhere_falls_back_to_the_last_known_line(schema):
    file = read_located_text("\ndays:\n  - 1\n", name="f", schema=schema)
    assert file.line(("days", "name")) == 2
    assert file.line(("months",)) == 2


def test_every_mistake_is_named_at_once(schema):
    with pytest.raises(PolicyFileWrong) as refused:
        read_located_text("days:\n  - a\n  - 2\n  - b\n", name="f", schema=schema)
    assert refused.value.faults == (
        "f:2: 'a' is not of type 'integer'",
        "f:4: 'b' is not of type 'integer'",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "f:1: the file is empty"),
        ("days: [1\n", "f:2: "),
        ("days: [1]\nmonths: &a *b\n", "f:2: "),
        ("days: \x07", "f:1: "),
    ],
)
def test_what_is_no_yaml_is_refused(schema, text, fault):
    with pytest.raises(PolicyFileWrong) as refused:
        read_located_text(text, name="f", schema=schema)
    assert refused.value.faults[0].startswith(fault)


def test_a_missing_file_is_refused_by_name(schema, tmp_path):
    with pytest.raises(PolicyFileWrong, match=r"/gone\.yaml:1: cannot be read"):
        read_located(tmp_path / "gone.yaml", schema=schema)
