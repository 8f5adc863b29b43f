"""The five grades of a rating with their standard reasons (评价等级)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tongban.core.refusals import Refusal


class GradeUnknown(Refusal):
    """A rating has one of the five grades; none is filled in for anybody."""

    code = "ratings.grade_unknown"

    def __init__(self) -> None:
        super().__init__("Choose one of the five grades.")


class ReasonUnknown(Refusal):
    """A reason belongs to the grade it is given for."""

    code = "ratings.reason_unknown"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} is no reason for this grade.", reason=reason)


@dataclass(frozen=True, slots=True)
class Grade:
    """One of the five grades; ``level`` runs from 1 to 5."""

    code: str
    level: int
    name: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the service that reasons speak of."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A standard reason, what part it speaks of, and for which grades."""

    code: str
    part: str
    text: str
    grades: frozenset[str]


@dataclass(frozen=True, slots=True)
class GradeBook:
    """The grades from the best down, and the reasons to choose from."""

    grades: tuple[Grade, ...]
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]

    def grade(self, code: str) -> Grade:
        """Return a grade by its code; refuses ``ratings.grade_unknown``."""
        for grade in self.grades:
            if grade.code == code:
                return grade
        raise GradeUnknown

    def reasons_of(self, grade: str) -> tuple[Reason, ...]:
        """Return the reasons offered for a grade."""
        return tuple(reason for reason in self.reasons if grade in reason.grades)

    def check_reasons(self, grade: str, chosen: Iterable[str]) -> tuple[str, ...]:
        """Return the chosen reasons in the book's order; refuses a foreign one."""
        wanted = set(chosen)
        offered = [reason.code for reason in self.reasons_of(grade)]
        strange = sorted(wanted - set(offered))
        if strange:
            raise ReasonUnknown(strange[0])
        return tuple(code for code in offered if code in wanted)

    def texts(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return what the reasons say, those of older books left out."""
        known = {reason.code: reason.text for reason in self.reasons}
        return tuple(known[code] for code in codes if code in known)

    def parts_of(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes of the parts of the service that reasons speak of."""
        spoken = {reason.part for reason in self.reasons if reason.code in set(codes)}
        return tuple(part.code for part in self.parts if part.code in spoken)

    def part_name(self, code: str) -> str:
        """Return the name of a part; an older one keeps its code."""
        return next((part.name for part in self.parts if part.code == code), code)
