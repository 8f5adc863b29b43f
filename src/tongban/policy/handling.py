"""Reads the parameters of handling and the published reasons not to accept."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator

from tongban.core.cases.rules import CaseRules, Extension, RefusalReason
from tongban.core.items.catalogue import Citation

HANDLING: Final = Path("cases/handling.yaml")
REASONS: Final = Path("cases/refusal-reasons.yaml")


class HandlingFault(Exception):
    """A file of handling parameters does not match its schema."""


def load_case_rules(folder: Path) -> CaseRules:
    """Return the parameters of handling found in a policy folder.

    Raises ``HandlingFault`` with every mistake of both files.
    """
    handling = _checked(folder, HANDLING, "handling")
    reasons = _checked(folder, REASONS, "refusal-reasons")
    return CaseRules(
        notice_stops_clock=handling["notice_stops_clock"]["value"],
        deemed_acceptance_days=handling["deemed_acceptance_days"]["value"],
        pledge_check_days=handling["pledge_check_days"]["value"],
        opinion_days_max=handling["opinion_days_max"]["value"],
        instant_same_person=frozenset(handling["instant_same_person"]["value"]),
        reasons={entry["code"]: _reason(entry) for entry in reasons["reasons"]},
        extensions=_extensions(handling["extensions"]),
        distinct_by={
            item: tuple(fields) for item, fields in handling["distinct_by"].items()
        },
        city_items=frozenset(handling["city_items"]["value"]),
        draft_days=handling["draft_days"]["value"],
        mandate_days_max=handling["mandate_days_max"]["value"],
    )


def _checked(folder: Path, name: Path, schema: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(
        (folder / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    rules = json.loads((folder / "schema" / f"{schema}.json").read_text("utf-8"))
    plain = json.loads(json.dumps(content, default=str))
    faults = [
        f"{name}: {'/'.join(str(part) for part in fault.absolute_path)}: "
        f"{fault.message}"
        for fault in Draft202012Validator(rules).iter_errors(plain)
    ]
    if faults:
        raise HandlingFault("\n".join(faults))
    return content


def _citation(entry: Mapping[str, str]) -> Citation:
    return Citation(document=entry["document"], clause=entry["clause"])


def _reason(entry: Mapping[str, Any]) -> RefusalReason:
    return RefusalReason(
        code=entry["code"],
        text=entry["text"],
        clause=_citation(entry["clause"]),
        remedy=entry["remedy"],
        items=frozenset(entry.get("items", ())),
    )


def _extensions(entries: list[Mapping[str, Any]]) -> dict[str, Extension]:
    return {
        item: Extension(entry["working_days"], _citation(entry["clause"]))
        for entry in entries
        for item in entry["items"]
    }
