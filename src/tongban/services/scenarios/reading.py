"""Reads scenario files: plain YAML in Chinese, every mistake named at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings
from jsonschema import Draft202012Validator

from tongban.core.json_values import JsonObject
from tongban.core.refusals import Refusal
from tongban.services.cases.envelope import CHINA

SCHEMA: Final = "schema/scenario.json"
MOMENT: Final = "%Y-%m-%d %H:%M"
OWN_KEYS: Final = frozenset({"时间", "谁", "做", "应当"})


class ScenarioFaulty(Refusal):
    """A scenario file cannot be read; every mistake is listed."""

    code = "scenarios.faulty"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults), faults="；".join(faults))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does at one moment, and what should follow."""

    place: int
    at: datetime
    who: str
    act: str
    fields: JsonObject
    expected: JsonObject


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story with the clauses it proves; ``file`` says where it stands."""

    file: str
    name: str
    clauses: tuple[str, ...]
    region: str
    steps: tuple[Step, ...]


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a file, or refuse it with every mistake."""
    try:
        content = _plain(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError) as fault:
        raise ScenarioFaulty((f"{path}：{fault}",)) from fault
    schema = json.loads((Path(settings.TONGBAN_POLICY) / SCHEMA).read_text("utf-8"))
    faults = tuple(
        f"{path}：{_where(list(fault.absolute_path))}{fault.message}"
        for fault in Draft202012Validator(schema).iter_errors(content)
    )
    if faults:
        raise ScenarioFaulty(faults)
    return tuple(_scenario(path, entry) for entry in content)


def _scenario(path: Path, entry: Mapping[str, Any]) -> Scenario:
    return Scenario(
        file=str(path),
        name=entry["名称"],
        clauses=tuple(entry["条款"]),
        region=entry.get("地区", ""),
        steps=tuple(
            Step(
                place=place,
                at=datetime.strptime(step["时间"], MOMENT).replace(tzinfo=CHINA),
                who=step["谁"],
                act=step["做"],
                fields={k: v for k, v in step.items() if k not in OWN_KEYS},
                expected=step.get("应当") or {},
            )
            for place, step in enumerate(entry["步骤"], start=1)
        ),
    )


def _where(path: list[str | int]) -> str:
    words = [
        f"第{part + 1}个" if isinstance(part, int) else f"“{part}”" for part in path
    ]
    return "".join(words) + "：" if words else ""


def _plain(value: Any) -> Any:  # noqa: ANN401 - YAML gives anything
    """Return YAML values as JSON ones: days become text."""
    if isinstance(value, datetime):
        return value.strftime(MOMENT)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value
