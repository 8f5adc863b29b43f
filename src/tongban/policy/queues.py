"""Reads what halls run on: queue tickets and self-service terminals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from tongban.core.days import Period
from tongban.core.queue.rules import BusinessKind, KioskRules, QueueRules
from tongban.core.refusals import Refusal
from tongban.policy.located import LocatedFile, Steps, read_located

RuleT = TypeVar("RuleT")
FOLDER: Final = "queues"


class HallRulesMissing(Refusal):
    """No version of the hall's rules is in force on the day asked for."""

    code = "queue.rules_missing"

    def __init__(self, day: date) -> None:
        super().__init__(f"No hall rules for {day}.", day=day.isoformat())


@dataclass(frozen=True, slots=True)
class RuleVersion(Generic[RuleT]):
    """One version with its span; ``verified`` is false for a platform default."""

    rule: RuleT
    in_force: Period
    verified: bool


@dataclass(frozen=True, slots=True)
class HallBook:
    """Every version of the rules of halls and terminals."""

    halls: tuple[RuleVersion[QueueRules], ...]
    kiosks: tuple[RuleVersion[KioskRules], ...]

    def hall_on(self, day: date) -> QueueRules:
        """Return the queue's rules of a day; refuses ``queue.rules_missing``."""
        return _on(self.halls, day)

    def kiosk_on(self, day: date) -> KioskRules:
        """Return the terminals' rules of a day; refuses ``queue.rules_missing``."""
        return _on(self.kiosks, day)


def load_hall_book(folder: Path) -> HallBook:
    """Return the rules of halls found in a policy folder.

    Refuses ``policy.file_wrong`` with ``file:line``, also when two versions
    hold on one day or two kinds claim one letter or item.
    """
    return HallBook(
        halls=_versions(folder, "hall", _hall),
        kiosks=_versions(folder, "kiosk", _kiosk),
    )


def _on(versions: Sequence[RuleVersion[RuleT]], day: date) -> RuleT:
    for version in versions:
        if day in version.in_force:
            return version.rule
    raise HallRulesMissing(day)


def _versions(
    folder: Path, name: str, build: Callable[[LocatedFile, Steps], RuleT]
) -> tuple[RuleVersion[RuleT], ...]:
    file = read_located(
        folder / FOLDER / f"{name}.yaml",
        schema=folder / "schema" / f"queue-{name}.json",
    )
    versions = []
    for place, written in enumerate(file.value(("versions",))):
        steps: Steps = ("versions", place)
        versions.append(
            RuleVersion(
                build(file, steps),
                file.period((*steps, "in_force")),
                written["verified"],
            )
        )
    for one, other in combinations(range(len(versions)), 2):
        if versions[one].in_force.overlaps(versions[other].in_force):
            text = f"versions {one + 1} and {other + 1} hold on one day"
            raise file.wrong(("versions", other, "in_force"), text)
    return tuple(versions)


def _hall(file: LocatedFile, steps: Steps) -> QueueRules:
    written: dict[str, Any] = file.value(steps)
    _check_kinds(file, steps)
    return QueueRules(
        kinds=tuple(_kind(entry) for entry in written["kinds"]),
        elder_age=written["priority"]["elder_age"],
        priority_in_a_row_max=written["priority"]["in_a_row_max"],
        call_lock_seconds=written["call"]["lock_seconds"],
        skip_returns_after=written["call"]["returns_after"],
        skips_max=written["call"]["skips_max"],
        default_minutes=written["estimate"]["default_minutes"],
        samples_min=written["estimate"]["samples_min"],
        round_to_minutes=written["estimate"]["round_to"],
        skip_reasons=_reasons(written["skip_reasons"]),
        pause_reasons=_reasons(written["pause_reasons"]),
        no_application=frozenset(written["no_application"]),
    )


def _kind(entry: Mapping[str, Any]) -> BusinessKind:
    return BusinessKind(
        code=entry["code"],
        letter=entry["letter"],
        name=entry["name"],
        items=frozenset(entry["items"]),
        anonymous=entry.get("anonymous", False),
        at_once=entry.get("at_once", False),
    )


def _check_kinds(file: LocatedFile, steps: Steps) -> None:
    seen: set[str] = set()
    for place, words in enumerate(_claims(file.value((*steps, "kinds")))):
        for word in words:
            if word in seen:
                where = (*steps, "kinds", place)
                raise file.wrong(where, f"{word} stands in two kinds")
            seen.add(word)


def _claims(kinds: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Yield what each kind has for itself: its code, its letter, its items."""
    for kind in kinds:
        yield (f"code {kind['code']}", f"letter {kind['letter']}", *kind["items"])


def _reasons(entries: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    return {entry["code"]: entry["text"] for entry in entries}


def _kiosk(file: LocatedFile, steps: Steps) -> KioskRules:
    written: dict[str, Any] = file.value(steps)
    if written["warning_seconds"] >= written["idle_seconds"]:
        raise file.wrong(
            (*steps, "warning_seconds"), "the warning comes before the end"
        )
    return KioskRules(
        idle_seconds=written["idle_seconds"],
        warning_seconds=written["warning_seconds"],
        wrong_tries_max=written["wrong_tries_max"],
        locked_minutes=written["locked_minutes"],
        opening_code_minutes=written["opening_code_minutes"],
        frequent={one["region"]: tuple(one["items"]) for one in written["frequent"]},
        of_office={one["office"]: tuple(one["items"]) for one in written["offices"]},
    )
