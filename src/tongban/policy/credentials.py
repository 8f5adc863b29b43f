"""Reads the parameters of credentials: codes, phone checks, faces, guardians."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from tongban.core.credentials.rules import (
    CodeRules,
    CredentialRules,
    FaceRules,
    PhoneCheckRules,
)
from tongban.core.days import Period
from tongban.core.refusals import Refusal
from tongban.policy.located import LocatedFile, Steps, read_located

RULES: Final = Path("credentials/rules.yaml")
SCHEMA: Final = Path("schema/credential-rules.json")


class CredentialRulesMissing(Refusal):
    """No version of the parameters is in force on the day asked for."""

    code = "credentials.rules_missing"

    def __init__(self, day: date) -> None:
        super().__init__(f"No credential rules for {day}.", day=day.isoformat())


@dataclass(frozen=True, slots=True)
class CredentialBook:
    """Every version of the parameters with its span."""

    versions: tuple[tuple[Period, CredentialRules], ...]

    def on(self, day: date) -> CredentialRules:
        """Return the parameters of a day; refuses ``credentials.rules_missing``."""
        for span, rules in self.versions:
            if day in span:
                return rules
        raise CredentialRulesMissing(day)


def load_credential_book(folder: Path) -> CredentialBook:
    """Return the parameters found in a policy folder.

    Refuses ``policy.file_wrong`` with ``file:line``, also when two versions
    hold on one day or a code ends before the next is shown.
    """
    file = read_located(folder / RULES, schema=folder / SCHEMA)
    versions = []
    for place, written in enumerate(file.value(("versions",))):
        steps: Steps = ("versions", place)
        _check_turn(file, steps, written["code"])
        versions.append((file.period((*steps, "in_force")), _rules(written)))
    for one, other in combinations(range(len(versions)), 2):
        if versions[one][0].overlaps(versions[other][0]):
            text = f"versions {one + 1} and {other + 1} hold on one day"
            raise file.wrong(("versions", other, "in_force"), text)
    return CredentialBook(tuple(versions))


def _check_turn(file: LocatedFile, steps: Steps, code: Mapping[str, int]) -> None:
    if code["rotate_seconds"] > code["life_seconds"]:
        where = (*steps, "code", "rotate_seconds")
        raise file.wrong(where, "a code ends before the next is shown")


def _rules(written: Mapping[str, Any]) -> CredentialRules:
    return CredentialRules(
        code=CodeRules(**written["code"]),
        phone=PhoneCheckRules(**written["phone"]),
        face=FaceRules(**written["face"]),
        adult_age=written["guardian"]["adult_age"],
    )
