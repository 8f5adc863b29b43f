"""Putting filings in force and out of force again, with the cases that ask for it."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.away.filings import (
    PROVINCE_DIGITS,
    WHOLE_PROVINCE,
    AwayKind,
    EndedWhy,
    Filing,
    NotAway,
    check_free,
    check_start,
    holds_place,
    plan,
    replaced_by,
)
from tongban.core.cases.view import CHINA
from tongban.core.days import Period
from tongban.core.json_values import JsonObject, text_of
from tongban.core.refusals import Refusal
from tongban.records.away.models import STEM_MAX, AwayFiling
from tongban.records.cases.models import Case
from tongban.records.turns import take_turn
from tongban.services.away.queries import filing_of, filings_of, first_cost_on
from tongban.services.away.rules import away_rules
from tongban.services.enrolment.queries import cover_on

KIND_OF: Final = {
    "long-term-residence-filing": AwayKind.LONG_TERM,
    "temporary-travel-filing": AwayKind.TEMPORARY,
}


class NotCoveredThen(Refusal):
    """Nobody is filed for who has no cover on the day of the filing."""

    code = "away.not_covered"

    def __init__(self) -> None:
        super().__init__("Not covered.")


def file_away(
    case: Case, form: JsonObject, *, effect: str, situation: str, at: datetime
) -> AwayFiling:
    """Put a filing in force from the day its form names (SD28 12, 13).

    Refuses who is not covered, a place at home, a start too far back, a place
    that is filed already, and a residence that is still locked (SD20 5, 6).
    """
    kind, today = KIND_OF[effect], at.astimezone(CHINA).date()
    take_turns(case.party_id)
    cover = cover_on(case.party_id, today)
    if cover is None:
        raise NotCoveredThen
    place, start = text_of(form, "place"), date.fromisoformat(text_of(form, "start_on"))
    if holds_place(place, cover.region) or holds_place(cover.region, place):
        raise NotAway
    rules = away_rules(cover.region)
    check_start(kind, start, asked_on=today, rules=rules)
    new = Filing(kind, place, _days(form, start))
    held = filings_of(case.party_id, cover.region)
    for one in replaced_by(held, new):
        cost = first_cost_on(case.party_id, one)
        check_free(one, first_cost_on=cost, on=today, rules=rules)
    planned = plan(held, new)
    for change in planned.ended:
        end_filing(change.filing.key, on=change.on, why=EndedWhy.CHANGED, at=at)
    return AwayFiling.objects.create(
        person_id=case.party_id,
        case=case,
        kind=kind.value,
        situation=situation,
        home=cover.region,
        place=place,
        stem=stem_of(place),
        in_force=DateRange(planned.new.days.start, planned.new.days.end),
        filed_at=at,
    )


def end_filing(key: int, *, on: date, why: EndedWhy, at: datetime) -> None:
    """Let a filing hold until a day, not included; from its first day it never did."""
    row = AwayFiling.objects.select_for_update(no_key=True).get(pk=key)
    if on <= row.in_force.lower:
        row.void = True
    else:
        row.in_force = DateRange(row.in_force.lower, on)
    row.ended_why, row.ended_at = why.value, at
    row.save(update_fields=["void", "in_force", "ended_why", "ended_at"])


def give_back(case: Case, *, at: datetime) -> None:
    """End the filing of a case because who filed asks for it (取消备案).

    Refuses while it is locked (SD20 5).
    """
    row = AwayFiling.objects.filter(case=case, void=False).first()
    if row is None:
        return
    today = at.astimezone(CHINA).date()
    take_turns(row.person_id)
    filing = filing_of(row)
    check_free(
        filing,
        first_cost_on=first_cost_on(row.person_id, filing),
        on=today,
        rules=away_rules(row.home),
    )
    end_filing(row.pk, on=today, why=EndedWhy.CANCELLED, at=at)


def take_back(case: Case, *, at: datetime) -> None:
    """Undo the filing of a case the agency takes back; what it ended holds again."""
    row = AwayFiling.objects.filter(case=case, void=False, ended_why="").first()
    if row is None:
        return
    start = row.in_force.lower
    end_filing(row.pk, on=start, why=EndedWhy.REVERSED, at=at)
    former = AwayFiling.objects.filter(
        person_id=row.person_id,
        ended_why=EndedWhy.CHANGED.value,
        ended_at=row.filed_at,
    )
    for one in former.select_for_update(no_key=True):
        one.in_force = DateRange(one.in_force.lower, None)
        one.void, one.ended_why, one.ended_at = False, "", None
        one.save()


def _days(form: JsonObject, start: date) -> Period:
    """Return the days a form asks for: without an end unless it names a last day."""
    last = text_of(form, "end_on")
    return Period.through(start, date.fromisoformat(last) if last else None)


def stem_of(place: str) -> str:
    """Return the digits all regions of a filed place begin with."""
    stem = place[:STEM_MAX]
    whole = stem[PROVINCE_DIGITS:] == WHOLE_PROVINCE
    return stem[:PROVINCE_DIGITS] if whole else stem


def take_turns(person_id: int) -> None:
    """Let filings of one person take turns, whichever door they come through."""
    with transaction.atomic():
        take_turn(f"away {person_id}")
