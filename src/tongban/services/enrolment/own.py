"""One person's insurance in plain words (我的参保): for themselves and for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.days import Period
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import COVER_STATE_WORDS, PERSON_KIND_WORDS
from tongban.core.enrolment.premiums import TIER_WORDS
from tongban.records.parties.models import Party
from tongban.services.enrolment.lines import CoverLine, PremiumLine, WaitLine, YearsPaid
from tongban.services.enrolment.queries import (
    cover_on,
    covers_of,
    months_of,
    premiums_of,
    waiting_on,
    waits_of,
    years_paid,
)
from tongban.services.enrolment.terms import enrolment_terms

ONE_DAY: Final = timedelta(days=1)
MONTHS_IN_A_YEAR: Final = 12
WAIT_FIGURE: Final = "waiting.fixed"


@dataclass(frozen=True, slots=True)
class CoverWords:
    """One period of cover as people read it; days are both included."""

    scheme: str
    kind: str
    state: str
    first: date
    last: date | None
    employer: str

    @property
    def code(self) -> str:
        """The name of the line in addresses."""
        return f"cover-{self.first}"


@dataclass(frozen=True, slots=True)
class MonthWords:
    """One contribution month; amounts in fen."""

    month: date
    payer: str
    base_fen: int
    unit_fen: int
    own_fen: int
    paid_on: date | None
    deemed: bool

    @property
    def code(self) -> str:
        """The name of the line in addresses."""
        return f"month-{self.month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class PremiumWords:
    """One resident year; amounts in fen."""

    year: int
    tier: str
    enjoyed: str
    own_fen: int
    aided_fen: int
    paid_on: date | None

    @property
    def code(self) -> str:
        """The name of the line in addresses."""
        return f"premium-{self.year}"


@dataclass(frozen=True, slots=True)
class WaitWords:
    """Days on which the fund pays nothing, and why there are so many."""

    first: date
    last: date | None
    why: tuple[str, ...]
    source: str

    @property
    def code(self) -> str:
        """The name of the line in addresses."""
        return f"wait-{self.first}"


@dataclass(frozen=True, slots=True)
class Insurance:
    """Everything the register says of one person on a day."""

    now: CoverWords | None
    wait: WaitWords | None
    covers: tuple[CoverWords, ...]
    years: tuple[int, ...]
    months: tuple[MonthWords, ...]
    premiums: tuple[PremiumWords, ...]
    waits: tuple[WaitWords, ...]
    paid: str


@dataclass(frozen=True, slots=True)
class Span:
    """Months looked at, the first and the last included; any day of them serves."""

    first: date
    last: date

    def holds(self, month: date) -> bool:
        """Whether a month is one of them."""
        return self.first.replace(day=1) <= month <= self.last

    def holds_year(self, year: int, *, paid_on: date | None) -> bool:
        """Whether a resident year lies in them, or was paid in them beforehand."""
        paid_in = paid_on is not None and self.holds(paid_on.replace(day=1))
        return self.first.year <= year <= self.last.year or paid_in


def insurance_of(
    party_id: int, *, day: date, year: int | None = None, span: Span | None = None
) -> Insurance:
    """Return a person's insurance on a day.

    ``months`` and ``premiums`` are those of a span; without one all premiums and
    the months of one year, or of the latest there is.
    """
    covers = covers_of(party_id)
    everything = months_of(party_id, date.min, day)
    names = _names(
        [line.employer_id for line in covers]
        + [line.employer_id for line in everything]
    )
    years = tuple(sorted({line.month.year for line in everything}, reverse=True))
    chosen = year if year in years else next(iter(years), None)
    now, wait = cover_on(party_id, day), waiting_on(party_id, day)
    source = _source(covers[0].region) if covers else ""
    return Insurance(
        now=None if now is None else _cover(now, names),
        wait=None if wait is None else _wait(wait, source),
        covers=tuple(_cover(line, names) for line in covers),
        years=years,
        months=tuple(
            MonthWords(
                month=line.month,
                payer=names.get(line.employer_id or 0, "本人"),
                base_fen=line.base_fen,
                unit_fen=line.unit_fen,
                own_fen=line.own_fen,
                paid_on=line.paid_on,
                deemed=line.kind is MonthKind.DEEMED,
            )
            for line in everything
            if (line.month.year == chosen if span is None else span.holds(line.month))
        ),
        premiums=tuple(
            _premium(line)
            for line in premiums_of(party_id)
            if span is None or span.holds_year(line.year, paid_on=line.paid_on)
        ),
        waits=tuple(_wait(line, source) for line in waits_of(party_id)),
        paid=_paid(years_paid(party_id)),
    )


def cover_words(line: CoverLine) -> CoverWords:
    """Return one period of cover in words."""
    return _cover(line, _names([line.employer_id]))


def _names(employers: Iterable[int | None]) -> dict[int, str]:
    known = {one for one in employers if one is not None}
    return {row.pk: row.name for row in Party.objects.filter(pk__in=known)}


def _cover(line: CoverLine, names: dict[int, str]) -> CoverWords:
    return CoverWords(
        scheme=SCHEME_WORDS[line.scheme],
        kind=PERSON_KIND_WORDS[line.kind],
        state=COVER_STATE_WORDS[line.state],
        first=line.days.start,
        last=_last(line.days),
        employer=names.get(line.employer_id or 0, ""),
    )


def _last(days: Period) -> date | None:
    return None if days.end is None else days.end - ONE_DAY


def _premium(line: PremiumLine) -> PremiumWords:
    return PremiumWords(
        year=line.year,
        tier=TIER_WORDS[line.paid_tier],
        enjoyed=TIER_WORDS[line.tier],
        own_fen=line.own_fen,
        aided_fen=line.aided_fen,
        paid_on=line.paid_on,
    )


def _source(region: str) -> str:
    """Return the document the wait rests on, marked while nobody has verified it."""
    found = (one for one in enrolment_terms(region).figures if one.place == WAIT_FIGURE)
    return "；".join(
        f"{one.source} {one.clause}".strip() + ("" if one.verified else "（未核实）")
        for one in found
    )


def _wait(line: WaitLine, source: str) -> WaitWords:
    """Say how the months of a wait add up (固定、变动、修复、最低)."""
    why = [f"没有在规定时间参保，固定等待{line.fixed_months}个月"]
    if line.variable_months:
        why.append(f"断保{line.missed_years}年，再加{line.variable_months}个月")
    if line.bought_months:
        why.append(f"补缴以后减去{line.bought_months}个月")
    if line.floor_months:
        why.append(f"连续断保时间长，补缴以后也不少于{line.floor_months}个月")
    return WaitWords(line.days.start, _last(line.days), tuple(why), source)


def _paid(line: YearsPaid) -> str:
    if not line.months:
        return ""
    years, months = divmod(line.months, MONTHS_IN_A_YEAR)
    words = f"职工医保累计{years}年{months}个月"
    if line.deemed_months:
        words += f"，其中视同缴费{line.deemed_months}个月"
    return words
