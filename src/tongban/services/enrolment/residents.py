"""What item 3 changes: residents, newborns and students registered for a year."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.identifiers import check_resident_id, plain
from tongban.core.access.parties import Scheme
from tongban.core.days import Period
from tongban.core.enrolment import cover as rules
from tongban.core.enrolment.cover import Cover, Transfer
from tongban.core.enrolment.kinds import (
    ADULT_FROM,
    CoverState,
    PersonKind,
    Sex,
    full_years,
    resident_kind,
)
from tongban.core.enrolment.months import add_months
from tongban.core.enrolment.premiums import (
    PremiumTerms,
    Tier,
    days_of_cover,
    in_collective_period,
    premium,
)
from tongban.core.enrolment.terms import RegionTerms
from tongban.core.enrolment.waiting import (
    WaitingFacts,
    WaitingMonths,
    missed_years,
    waiting_days,
    waiting_months,
)
from tongban.core.json_values import JsonObject, day_of, objects_of, text_of, whole_of
from tongban.core.refusals import Refusal
from tongban.records.enrolment import models as rows
from tongban.records.enrolment.models import InsuredPerson, PremiumYear, Waiting
from tongban.services.enrolment.covers import (
    covered_years,
    history_of,
    keep_plan,
    last_end,
)
from tongban.services.enrolment.employees import join_group, transfer_of
from tongban.services.enrolment.finished import FieldMissing, Finished
from tongban.services.enrolment.people import Named, enrolled
from tongban.services.enrolment.queries import brought_years
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.enrolment.writing import Occasion, Subject, made
from tongban.services.messages.queries import sentence_of

GROUPS: Final = ("hmt-resident", "foreigner")
BRIDGE: Final = "bridge"
NAMED_MAX: Final = 5


class IdentityUnknown(Refusal):
    """The region knows no such identity."""

    code = "enrolment.identity_unknown"

    def __init__(self, identity: str) -> None:
        super().__init__(f"No identity {identity}.", identity=identity)


class StudentsRefused(Refusal):
    """Some students of a roster cannot be registered; places count from 0."""

    code = "enrolment.students_refused"

    def __init__(self, refused: Sequence[tuple[int, Refusal]]) -> None:
        said = "；".join(
            f"第{place + 1}名：{sentence_of(why)}" for place, why in refused[:NAMED_MAX]
        )
        super().__init__("Students refused.", count=len(refused), said=said)
        self.refused = tuple(refused)


@dataclass(frozen=True, slots=True)
class Applied:
    """One resident's registration, the same for a single one and a roster row."""

    named: Named
    kind: PersonKind
    year: int
    tier: Tier
    identity: str
    bought_years: int
    transfer: Transfer


def register_residents(finished: Finished) -> None:
    """Put the registration of one resident, or of a roster, into effect."""
    if finished.chose("student-roster"):
        _register_roster(finished)
        return
    person = _register(finished, _single(finished))
    for code in GROUPS:
        if finished.chose(code):
            join_group(person, code, on=finished.decided_on, finished=finished)


def _register_roster(finished: Finished) -> None:
    """Register every student of a roster; refuse naming all who cannot be."""
    refused: list[tuple[int, Refusal]] = []
    for place, student in enumerate(objects_of(finished.form, "students")):
        try:
            with transaction.atomic():
                _register(finished, _student(finished, student))
        except Refusal as no:
            refused.append((place, no))
    if refused:
        raise StudentsRefused(refused)


def _single(finished: Finished) -> Applied:
    form = finished.form
    is_newborn = finished.chose("newborn")
    born_on = day_of(form, "born_on")
    if born_on is None:
        raise FieldMissing("出生日期")
    said = text_of(form, "sex")
    kind = PersonKind.NEWBORN
    if not is_newborn:
        kind = resident_kind(born_on=born_on, day=finished.decided_on)
    named = Named(
        name=text_of(form, "insured_name"),
        id_number=text_of(form, "insured_id_number"),
        region=finished.region,
        scheme=Scheme.RESIDENT,
        phone="" if is_newborn else text_of(form, "contact_phone"),
        nationality=text_of(form, "nationality") or "cn",
        born_on=born_on,
        sex=Sex(said) if said else Sex.UNKNOWN,
        address=text_of(form, "address"),
    )
    return _applied(finished, named, kind)


def _student(finished: Finished, row: JsonObject) -> Applied:
    number = text_of(row, "id_number")
    born_on = check_resident_id(number).born_on
    is_minor = full_years(born_on, finished.decided_on) < ADULT_FROM
    named = Named(
        name=text_of(row, "name"),
        id_number=number,
        region=finished.region,
        scheme=Scheme.RESIDENT,
        phone=text_of(row, "guardian_phone"),
        born_on=born_on,
    )
    kind = PersonKind.PUPIL if is_minor else PersonKind.UNDERGRADUATE
    return _applied(finished, named, kind)


def _applied(finished: Finished, named: Named, kind: PersonKind) -> Applied:
    said = text_of(finished.form, "tier")
    return Applied(
        named=named,
        kind=kind,
        year=whole_of(finished.form, "insured_year"),
        tier=Tier(said) if said else Tier.LOW,
        identity=text_of(finished.form, "identity"),
        bought_years=whole_of(finished.form, "bought_years"),
        transfer=transfer_of(finished),
    )


def _register(finished: Finished, applied: Applied) -> InsuredPerson:
    """Insure one person for one year: cover, premium, and the wait if there is one."""
    region_terms = enrolment_terms(finished.region)
    if applied.identity and applied.identity not in region_terms.identities:
        raise IdentityUnknown(applied.identity)
    terms = region_terms.premium_of(applied.year)
    person = enrolled(applied.named, cause=finished.cause)
    if not applied.identity:
        known = _listed(person, region_terms, terms, on=finished.decided_on)
        applied = replace(applied, identity=known)
    history = history_of(person)
    days = _days(terms, applied, finished.decided_on)
    new = Cover(kind=applied.kind, region=finished.region, days=days)
    plan = rules.add(history, new, transfer=applied.transfer)
    kept = keep_plan(person, plan, cause=finished.cause)
    if kept[-1].state == CoverState.IN_FORCE:
        _keep_year(person, kept[-1], applied, history, finished=finished)
    if applied.identity:
        join_group(person, applied.identity, on=finished.decided_on, finished=finished)
    return person


def _listed(
    person: InsuredPerson, region_terms: RegionTerms, terms: PremiumTerms, *, on: date
) -> str:
    """Return the identity by which a list of civil affairs aids somebody, if any.

    Of several the one with the highest share of the premium comes first.
    """
    codes = person.groups.filter(void=False, in_force__contains=on).values_list(
        "code", flat=True
    )
    known = sorted(set(codes) & set(region_terms.identities))
    return max(known, key=lambda code: terms.aided_bp[code], default="")


def take_new(finished: Finished, person: InsuredPerson, cover: rows.Cover) -> None:
    """Keep premium and wait of a registration whose dispute was decided for it."""
    history = tuple(one for one in history_of(person) if one.key != cover.pk)
    if finished.chose("student-roster"):
        applied = next(
            one
            for one in (
                _student(finished, row) for row in objects_of(finished.form, "students")
            )
            if plain(one.named.id_number) == plain(person.party.identifier)
        )
    else:
        applied = _single(finished)
    _keep_year(person, cover, applied, history, finished=finished)


def _keep_year(
    person: InsuredPerson,
    cover: rows.Cover,
    applied: Applied,
    history: tuple[Cover, ...],
    *,
    finished: Finished,
) -> None:
    """Keep what a year of cover costs, unless it is known, and the wait it begins."""
    region_terms = enrolment_terms(finished.region)
    if not person.premiums.filter(year=applied.year, void=False).exists():
        terms = region_terms.premium_of(applied.year)
        _keep_premium(person, applied, terms, finished=finished)
    facts = _facts(
        history,
        applied,
        region_terms,
        on=finished.decided_on,
        brought=brought_years(person.pk),
    )
    months = waiting_months(facts, region_terms.waiting)
    if months.total:
        _keep_wait(person, cover, facts, months, cause=finished.cause)


def _days(terms: PremiumTerms, applied: Applied, on: date) -> Period:
    is_newborn = applied.kind is PersonKind.NEWBORN
    born_on = applied.named.born_on if is_newborn else None
    return days_of_cover(terms=terms, registered_on=on, born_on=born_on)


def _keep_premium(
    person: InsuredPerson, applied: Applied, terms: PremiumTerms, *, finished: Finished
) -> None:
    due = premium(
        kind=applied.kind, chosen=applied.tier, identity=applied.identity, terms=terms
    )
    row = PremiumYear(
        person=person,
        year=applied.year,
        paid_tier=due.paid_tier.value,
        tier=due.tier.value,
        own_fen=due.own_fen,
        aided_fen=due.aided_fen,
        subsidy_fen=due.subsidy_fen,
        identity=applied.identity,
        case_id=finished.cause.case_id,
    )
    made(row, subject=Subject(person_id=person.pk), cause=finished.cause)


def _facts(
    history: tuple[Cover, ...],
    applied: Applied,
    region_terms: RegionTerms,
    *,
    on: date,
    brought: AbstractSet[int],
) -> WaitingFacts:
    """Gather what a wait depends on; years paid in other areas are not missed."""
    terms = region_terms.waiting
    covered = {*covered_years(history, through=applied.year), *brought}
    return WaitingFacts(
        year=applied.year,
        in_collective_period=in_collective_period(
            region_terms.premium_of(applied.year), on
        ),
        missed_years=missed_years(
            covered, year=applied.year, first_counted=terms.first_year
        ),
        years_bought=applied.bought_years,
        group=_group(history, applied, region_terms, on=on),
    )


def _group(
    history: tuple[Cover, ...], applied: Applied, region_terms: RegionTerms, *, on: date
) -> str:
    """Return the group by which somebody may be exempt from waiting."""
    if applied.kind is PersonKind.NEWBORN:
        return applied.kind.value
    ended = last_end(history, Scheme.EMPLOYEE)
    if ended is not None and on < add_months(ended, region_terms.bridge_months):
        return BRIDGE
    return applied.identity


def _keep_wait(
    person: InsuredPerson,
    cover: rows.Cover,
    facts: WaitingFacts,
    months: WaitingMonths,
    *,
    cause: Occasion,
) -> None:
    days = waiting_days(cover.in_force.lower, months)
    row = Waiting(
        person=person,
        cover=cover,
        days=DateRange(days.start, days.end),
        fixed_months=months.fixed,
        variable_months=months.variable,
        bought_months=months.bought_off,
        floor_months=months.to_floor,
        missed_years=facts.missed_years,
        case_id=cause.case_id,
    )
    made(row, subject=Subject(person_id=person.pk), cause=cause)
