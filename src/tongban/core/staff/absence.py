"""Who is away, and who stands in for them (外出与代理)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.days import Period
from tongban.core.refusals import Refusal
from tongban.core.staff.rules import StaffRules

NOBODY: Final = 0


@dataclass(frozen=True, slots=True)
class Absence:
    """Days somebody is away, and the account that stands in."""

    account_id: int
    days: Period
    stand_in_id: int


class AbsenceBackwards(Refusal):
    """An absence has a last day that is not before its first and not past."""

    code = "staff.absence_backwards"

    def __init__(self) -> None:
        super().__init__("The last day lies before the first, or has passed.")


class AbsenceTooLong(Refusal):
    """A longer absence is a change of post, not an absence."""

    code = "staff.absence_too_long"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} days.", most=most)


class StandInIsOneself(Refusal):
    """Nobody stands in for themselves."""

    code = "staff.stand_in_oneself"

    def __init__(self) -> None:
        super().__init__("The stand-in is the absent person.")


class AbsencesOverlap(Refusal):
    """The days are covered by another absence of the same person."""

    code = "staff.absences_overlap"

    def __init__(self) -> None:
        super().__init__("Another absence covers some of these days.")


def check_absence(
    wanted: Absence, *, others: Iterable[Absence], today: date, rules: StaffRules
) -> None:
    """Refuse an absence that cannot be: backwards, too long, doubled, for oneself."""
    first, end = wanted.days.start, wanted.days.end
    if end is None or end <= first or end <= today:
        raise AbsenceBackwards
    if (end - first).days > rules.absence_days_max:
        raise AbsenceTooLong(rules.absence_days_max)
    if wanted.stand_in_id == wanted.account_id:
        raise StandInIsOneself
    if any(wanted.days.overlaps(other.days) for other in others):
        raise AbsencesOverlap


def stand_ins(
    absences: Iterable[Absence], today: date, rules: StaffRules
) -> Mapping[int, int]:
    """Return who answers today for each absent account.

    A stand-in who is away too passes it on, at most ``stand_in_steps_max`` times;
    a ring of people all away ends at ``NOBODY``.
    """
    away = {one.account_id: one.stand_in_id for one in absences if today in one.days}
    return {
        account: _last_in_line(account, away, rules.stand_in_steps_max)
        for account in away
    }


def _last_in_line(account: int, away: Mapping[int, int], steps: int) -> int:
    current = account
    for _ in range(steps):
        if current not in away:
            return current
        current = away[current]
    return NOBODY if current in away else current
