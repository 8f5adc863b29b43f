"""At which rate care is paid for: a function of the filings, the facts and the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.away.filings import CITY_DIGITS, AwayKind, Filing, holds_place
from tongban.core.away.rules import AwayRules, Proof
from tongban.core.benefits.vocabulary import Place
from tongban.core.enrolment.months import add_months
from tongban.core.items.limits import IN_PROVINCE, route_between
from tongban.core.refusals import Refusal


class Ground(StrEnum):
    """Why a rate holds."""

    HOME = "home"
    HOME_PROVED = "home_proved"
    HOME_UNPROVED = "home_unproved"
    RESIDENCE = "residence"
    TRIP = "trip"
    IN_PROVINCE = "in_province"
    EMERGENCY = "emergency"


GROUND_WORDS: Final[Mapping[Ground, str]] = {
    Ground.HOME: "在参保地就医，按参保地待遇。",
    Ground.HOME_PROVED: (
        "您办了异地长期居住备案，并交了户籍、居住证或者工作证明，"
        "回参保地就医仍按参保地待遇。"
    ),
    Ground.HOME_UNPROVED: (
        "您的异地长期居住备案只作了承诺，没有交户籍、居住证或者工作证明，"
        "回参保地就医按临时外出就医待遇；补交证明后，从交的那天起按参保地待遇。"
    ),
    Ground.RESIDENCE: "在备案的长期居住地就医，不另外先自付，按参保地待遇。",
    Ground.TRIP: "办了临时外出就医备案，按临时外出就医待遇。",
    Ground.IN_PROVINCE: "在省内其他市就医，不用备案，按临时外出就医待遇。",
    Ground.EMERGENCY: "急诊抢救，视同已备案，按临时外出就医待遇。",
}
CLAUSES: Final[Mapping[Ground, str]] = {
    Ground.HOME: "",
    Ground.HOME_PROVED: "SD20 8",
    Ground.HOME_UNPROVED: "SD20 8",
    Ground.RESIDENCE: "SD20 5",
    Ground.TRIP: "SD20 4",
    Ground.IN_PROVINCE: "SD28 12、13",
    Ground.EMERGENCY: "SD20 7",
}
PLACES: Final[Mapping[Ground, Place]] = {
    Ground.HOME: Place.HOME,
    Ground.HOME_PROVED: Place.HOME,
    Ground.HOME_UNPROVED: Place.TEMPORARY,
    Ground.RESIDENCE: Place.FILED,
    Ground.TRIP: Place.TEMPORARY,
    Ground.IN_PROVINCE: Place.TEMPORARY,
    Ground.EMERGENCY: Place.TEMPORARY,
}


class MustFile(Refusal):
    """Care in another province that nothing was filed for, and no emergency."""

    code = "away.must_file"

    def __init__(self) -> None:
        super().__init__("Nothing was filed for this place.")


@dataclass(frozen=True, slots=True)
class Care:
    """Where the person is insured, where care is given, and whether in an emergency."""

    home: str
    region: str
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rate of care on a day, and why."""

    ground: Ground
    filing: Filing | None = None

    @property
    def place(self) -> Place:
        """As which care is counted."""
        return PLACES[self.ground]

    @property
    def clause(self) -> str:
        """The clause it rests on; empty at home."""
        return CLAUSES[self.ground]

    @property
    def words(self) -> str:
        """Why, in plain Chinese."""
        return GROUND_WORDS[self.ground]


def rule_on(
    care: Care, filings: tuple[Filing, ...], day: date, rules: AwayRules
) -> Ruling:
    """Return the rate on a day, or refuse: something must be filed first.

    Only the filings that hold that day count; the same facts give the same
    rate, however they came about.
    """
    held = tuple(one for one in filings if day in one.days)
    if care.home[:CITY_DIGITS] == care.region[:CITY_DIGITS]:
        return _at_home(held, day, rules)
    for one in held:
        if holds_place(one.place, care.region):
            residence = one.kind is AwayKind.LONG_TERM
            return Ruling(Ground.RESIDENCE if residence else Ground.TRIP, one)
    inside = route_between(care.home, care.region) == IN_PROVINCE
    if inside and not rules.filing_in_province:
        return Ruling(Ground.IN_PROVINCE)
    if care.emergency and rules.emergency_counts:
        return Ruling(Ground.EMERGENCY)
    raise MustFile


def _at_home(held: tuple[Filing, ...], day: date, rules: AwayRules) -> Ruling:
    residence = next((one for one in held if one.kind is AwayKind.LONG_TERM), None)
    if residence is None:
        return Ruling(Ground.HOME)
    proved = residence.proved_on is not None and residence.proved_on <= day
    if not proved and rules.proof is Proof.WITHIN_LOCK:
        proved = day >= add_months(residence.days.start, rules.lock_months)
    return Ruling(Ground.HOME_PROVED if proved else Ground.HOME_UNPROVED, residence)
