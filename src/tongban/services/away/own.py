"""One's own filings, and which rate holds where and why, in words for a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.away.filings import (
    AWAY_KIND_WORDS,
    ENDED_WORDS,
    EVIDENCE_WORDS,
    AwayKind,
    EndedWhy,
    Evidence,
    free_from,
)
from tongban.core.away.rates import Care, MustFile, Ruling
from tongban.core.benefits.terms import Plan
from tongban.core.benefits.vocabulary import LEVEL_WORDS, CareKind, Place
from tongban.core.days import ONE_DAY
from tongban.core.refusals import Refusal
from tongban.records.away.models import AwayFiling
from tongban.services.away.queries import filing_of, first_cost_on, ruling_for
from tongban.services.away.rules import away_rules
from tongban.services.benefits.terms import region_benefits
from tongban.services.enrolment.lines import CoverLine
from tongban.services.enrolment.queries import cover_on
from tongban.services.items.citing import cite_text
from tongban.services.items.queries import has_region, region_full_name
from tongban.services.messages.queries import sentence_of

BASIS: Final = 100


@dataclass(frozen=True, slots=True)
class OwnFiling:
    """One filing: its days, why it is over, what may be done and from when."""

    number: str
    kind: str
    place: str
    first: date
    last: date | None
    ended: str
    proof: str
    proved_on: date | None
    free_on: date | None
    may_end: bool
    may_prove: bool


@dataclass(frozen=True, slots=True)
class RateWords:
    """Which rate holds, why, by which clause, and what it costs first.

    ``first_own`` is the share borne first, as a percentage in words; empty when
    none is. ``refusal`` says instead what has to be done first.
    """

    heading: str
    why: str
    clause: str
    first_own: str
    as_level: str
    source: str
    verified: bool
    refusal: str = ""


def own_filings(party_id: int, *, day: date) -> tuple[OwnFiling, ...]:
    """Return somebody's filings, those in force first, then the latest."""
    rows = AwayFiling.objects.filter(person_id=party_id, void=False)
    lines = [_line(row, day) for row in rows.select_related("case").order_by("-pk")]
    return tuple(sorted(lines, key=lambda one: one.last is not None))


def rate_words(
    party_id: int, region: str, *, day: date, emergency: bool = False
) -> RateWords:
    """Return which rate holds for somebody in a region on a day, and why.

    Refuses who is not covered that day.
    """
    cover = cover_on(party_id, day)
    if cover is None:
        raise MustFileNot
    care = Care(cover.region, region, emergency=emergency)
    try:
        ruling = ruling_for(party_id, care, day)
    except MustFile as refused:
        words = sentence_of(refused)
        return RateWords("要先备案", "", "", "", "", "", verified=True, refusal=words)
    return _words(ruling, cover, day)


def rate_of_filing(party_id: int, kind: AwayKind, *, day: date) -> RateWords | None:
    """Return the rate a filing of a kind will give, to be shown before it is made."""
    cover = cover_on(party_id, day)
    if cover is None:
        return None
    plan = _plan(cover, day)
    if plan is None:
        return None
    place = Place.FILED if kind is AwayKind.LONG_TERM else Place.TEMPORARY
    clause = "SD20 5" if kind is AwayKind.LONG_TERM else "SD20 4"
    why = (
        "在备案地就医按参保地待遇，不另外先自付。备案一直有效；在备案地发生费用后，"
        "满规定月数才能变更或者取消。只作承诺的，回参保地就医按临时外出就医待遇，"
        "补交户籍、居住证或者工作证明后恢复。"
        if kind is AwayKind.LONG_TERM
        else "在备案地就医按临时外出就医待遇。"
    )
    return _of_place(place, plan, why=why, clause=clause)


class MustFileNot(Refusal):
    """Nothing can be said about somebody who is not covered that day."""

    code = "away.not_covered_then"

    def __init__(self) -> None:
        super().__init__("Not covered.")


def _line(row: AwayFiling, day: date) -> OwnFiling:
    filing = filing_of(row)
    over = row.in_force.upper is not None and row.in_force.upper <= day
    free = None
    if not over:
        cost = first_cost_on(row.person_id, filing)
        free = free_from(filing, first_cost_on=cost, rules=away_rules(row.home))
    locked = free is not None and day < free
    residence = filing.kind is AwayKind.LONG_TERM
    return OwnFiling(
        number=row.case.number,
        kind=AWAY_KIND_WORDS[filing.kind],
        place=_place_name(row.place),
        first=row.in_force.lower,
        last=None if row.in_force.upper is None else row.in_force.upper - ONE_DAY,
        ended=ENDED_WORDS[EndedWhy(row.ended_why)] if row.ended_why else "",
        proof=EVIDENCE_WORDS[Evidence(row.proof)] if row.proof else "",
        proved_on=row.proved_on,
        free_on=free if locked else None,
        may_end=not over and not locked,
        may_prove=residence and not over and row.proved_on is None,
    )


def _place_name(region: str) -> str:
    for code in _wider(region):
        if has_region(code):
            return region_full_name(code)
    return region


def _wider(region: str) -> Iterator[str]:
    yield region
    yield f"{region[:4]}00"
    yield f"{region[:2]}0000"


def _words(ruling: Ruling, cover: CoverLine, day: date) -> RateWords:
    plan = _plan(cover, day)
    if plan is None:
        return RateWords(
            _HEADINGS[ruling.place], ruling.words, "", "", "", "", verified=False
        )
    return _of_place(ruling.place, plan, why=ruling.words, clause=ruling.clause)


def _of_place(place: Place, plan: Plan, *, why: str, clause: str) -> RateWords:
    away = plan.away
    temporary = place is Place.TEMPORARY and away.first_own_bp > 0
    return RateWords(
        heading=_HEADINGS[place],
        why=why,
        clause=cite_text(clause) if clause else "",
        first_own=f"{away.first_own_bp / BASIS:g}%" if temporary else "",
        as_level=LEVEL_WORDS[away.as_level] if temporary and away.as_level else "",
        source=f"{away.basis.source}（{away.basis.clause}）" if temporary else "",
        verified=away.basis.verified or not temporary,
    )


def _plan(cover: CoverLine, day: date) -> Plan | None:
    try:
        benefits = region_benefits(cover.region, day=day)
        return benefits.plan_for(cover.scheme, CareKind.INPATIENT, day)
    except Refusal:
        return None


_HEADINGS: Final = {
    Place.HOME: "按参保地待遇",
    Place.FILED: "按参保地待遇（备案的长期居住地）",
    Place.TEMPORARY: "按临时外出就医待遇",
}
