"""Reads the figures of the clock: lights, ladder, receipt, collection, settlement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from tongban.core.cases.clock_rules import (
    WHOLE_BP,
    ClockRules,
    CollectionRule,
    LadderStep,
    LightRule,
    ReceiptRule,
    Rung,
    SettlementRule,
    Told,
)
from tongban.core.days import Period
from tongban.core.items.catalogue import Channel, ItemCode
from tongban.core.refusals import Refusal
from tongban.policy.located import LocatedFile, Steps, read_located

RuleT = TypeVar("RuleT")
COMMON_YEAR: Final = 2023  # 29 February is no bound of a yearly period


class ClockFiguresMissing(Refusal):
    """No version of a figure of the clock is in force on the day asked for."""

    code = "clock.figures_missing"

    def __init__(self, day: date) -> None:
        super().__init__(f"No figures for {day}.", day=day.isoformat())


@dataclass(frozen=True, slots=True)
class Figure(Generic[RuleT]):
    """One version of a rule with its span and where it stands.

    ``verified`` is false for a default of the platform that no notice prints.
    """

    rule: RuleT
    in_force: Period
    verified: bool
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClockBook:
    """Every version of the figures of the clock."""

    lights: tuple[Figure[LightRule], ...]
    ladder: tuple[Figure[tuple[LadderStep, ...]], ...]
    receipt: tuple[Figure[ReceiptRule], ...]
    collection: tuple[Figure[CollectionRule], ...]
    settlement: tuple[Figure[SettlementRule], ...]

    def on(self, day: date) -> ClockRules:
        """Return the figures that hold on a day.

        Refuses ``clock.figures_missing``.
        """
        light = _on(self.lights, day)
        ladder = _on(self.ladder, day)
        receipt = _on(self.receipt, day)
        collection = _on(self.collection, day)
        settlement = _on(self.settlement, day)
        return ClockRules(
            light=light.rule,
            ladder=ladder.rule,
            receipt=receipt.rule,
            collection=collection.rule,
            settlement=settlement.rule,
            verified={
                "lights": light.verified,
                "ladder": ladder.verified,
                "receipt": receipt.verified,
                "collection": collection.verified,
                "settlement": settlement.verified,
            },
        )

    def newest_day(self) -> date:
        """Return the first day on which every newest version is in force."""
        return max(
            max(figure.in_force.start for figure in figures)
            for figures in (
                self.lights,
                self.ladder,
                self.receipt,
                self.collection,
                self.settlement,
            )
        )


def load_clock_book(folder: Path) -> ClockBook:
    """Return the figures found in a policy folder.

    Refuses ``policy.file_wrong`` with ``file:line``, also when two versions of
    a file hold on one day.
    """
    return ClockBook(
        lights=_figures(folder, "lights", _light),
        ladder=_figures(folder, "ladder", _ladder),
        receipt=_figures(folder, "receipt", _receipt),
        collection=_figures(folder, "collection", _collection),
        settlement=_figures(folder, "settlement", _settlement),
    )


def _on(figures: tuple[Figure[RuleT], ...], day: date) -> Figure[RuleT]:
    for figure in figures:
        if day in figure.in_force:
            return figure
    raise ClockFiguresMissing(day)


def _figures(
    folder: Path, name: str, build: Callable[[LocatedFile, Steps], RuleT]
) -> tuple[Figure[RuleT], ...]:
    file = read_located(
        folder / "clock" / f"{name}.yaml",
        schema=folder / "schema" / f"clock-{name}.json",
    )
    figures = []
    for index, version in enumerate(file.value(("versions",))):
        steps: Steps = ("versions", index)
        figures.append(
            Figure(
                rule=build(file, steps),
                in_force=file.period((*steps, "in_force")),
                verified=version["verified"],
                source=version["source"],
                reason=version["reason"],
            )
        )
    for one, other in combinations(range(len(figures)), 2):
        if figures[one].in_force.overlaps(figures[other].in_force):
            text = f"versions {one + 1} and {other + 1} hold on one day"
            raise file.wrong(("versions", other, "in_force"), text)
    return tuple(figures)


def _light(file: LocatedFile, steps: Steps) -> LightRule:
    yellow = file.value((*steps, "yellow"))
    return LightRule(yellow["days_left"], _basis_points(yellow["share_left"]))


def _ladder(file: LocatedFile, steps: Steps) -> tuple[LadderStep, ...]:
    ladder = tuple(_rung(entry) for entry in file.value((*steps, "rungs")))
    if [step.rung for step in ladder] != list(Rung):
        raise file.wrong((*steps, "rungs"), "the rungs are half, warn, due, overdue")
    shares = [step.share_bp for step in ladder if step.share_bp is not None]
    if shares != sorted(shares) or shares[-1] != WHOLE_BP:
        raise file.wrong((*steps, "rungs"), "the shares rise to 1.00 at the due day")
    return ladder


def _rung(entry: dict[str, Any]) -> LadderStep:
    told = tuple(Told(word) for word in entry["tell"])
    rung = Rung(entry["rung"])
    if rung is Rung.OVERDUE:
        return LadderStep(rung, told, days_after=entry["days_after_due"])
    return LadderStep(rung, told, share_bp=_basis_points(entry["share_used"]))


def _receipt(file: LocatedFile, steps: Steps) -> ReceiptRule:
    entry = file.value(steps)
    channels = frozenset(Channel(word) for word in entry["office_hours_channels"])
    return ReceiptRule(time.fromisoformat(entry["closes_at"]), channels)


def _collection(file: LocatedFile, steps: Steps) -> CollectionRule:
    first = _day_of_year(file, (*steps, "first"))
    last = _day_of_year(file, (*steps, "last"))
    return CollectionRule(first.month, first.day, last.month, last.day)


def _settlement(file: LocatedFile, steps: Steps) -> SettlementRule:
    entry = file.value(steps)
    items = frozenset(ItemCode(code) for code in entry["items"])
    return SettlementRule(entry["months_after_service"], items)


def _day_of_year(file: LocatedFile, steps: Steps) -> date:
    text = file.value(steps)
    try:
        return date.fromisoformat(f"{COMMON_YEAR}-{text}")
    except ValueError as error:
        raise file.wrong(steps, f"{text} is not a day of every year") from error


def _basis_points(text: str) -> int:
    return int(Decimal(text) * WHOLE_BP)
