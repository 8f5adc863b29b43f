"""Which cases may be approved together: only those whose rule result is the same."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tongban.core.cases.decisions.handling import Check, checks_json
from tongban.core.json_values import canonical
from tongban.core.money import Fen


class Bar(StrEnum):
    """Why a case is not approved together with others."""

    NOT_DUE = "not_due"
    NO_RIGHT = "no_right"
    SAME_HANDS = "same_hands"
    NOT_MET = "not_met"
    PLEDGED = "pledged"
    RISKY = "risky"
    OPINION_OPEN = "opinion_open"
    TOO_MUCH = "too_much"
    OTHER_RESULT = "other_result"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What the rules say of one case, and what stands against deciding in bulk.

    ``amount`` is what would be paid, 0 if the item pays nothing.
    """

    number: str
    item: str
    terms_digest: str
    step: str
    situations: tuple[str, ...]
    checks: tuple[Check, ...]
    amount: Fen
    bars: tuple[Bar, ...]

    @property
    def digest(self) -> str:
        """The digest of item, terms, step, situations and checks.

        Two cases with one digest were judged alike in everything the rules see.
        """
        content = canonical(
            {
                "item": self.item,
                "terms": self.terms_digest,
                "step": self.step,
                "situations": list(self.situations),
                "checks": checks_json(self.checks),
            }
        )
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Excluded:
    """A case left out, with every reason."""

    number: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What bulk approval would do: these together, those not."""

    digest: str
    included: tuple[str, ...]
    excluded: tuple[Excluded, ...]


def plan(results: Iterable[RuleResult], *, payment_max: Fen) -> BulkPlan:
    """Return the largest group with one rule result; the rest with its reasons.

    Of two groups of one size the one whose first case was named first is taken.
    """
    judged = [(one, bars_of(one, payment_max=payment_max)) for one in results]
    sound = [one for one, bars in judged if not bars]
    counts = Counter(one.digest for one in sound)
    chosen = counts.most_common(1)[0][0] if counts else ""
    return BulkPlan(
        digest=chosen,
        included=tuple(one.number for one in sound if one.digest == chosen),
        excluded=tuple(
            Excluded(one.number, bars or (Bar.OTHER_RESULT,))
            for one, bars in judged
            if bars or one.digest != chosen
        ),
    )


def bars_of(result: RuleResult, *, payment_max: Fen) -> tuple[Bar, ...]:
    """Return everything that stands against deciding this case in bulk."""
    bars = list(result.bars)
    if not all(check.met for check in result.checks):
        bars.append(Bar.NOT_MET)
    if result.amount > payment_max:
        bars.append(Bar.TOO_MUCH)
    return tuple(bars)
