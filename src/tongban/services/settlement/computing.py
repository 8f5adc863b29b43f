"""Counting a bill out: the same for a quote and for what is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.away import rates as away
from tongban.core.away.rates import Ground
from tongban.core.benefits.claim import Bill, BillLine, Claimant, Used
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.terms import Per, Plan
from tongban.core.benefits.vocabulary import CareKind, Level, Place
from tongban.core.benefits.waterfall import quote
from tongban.core.cases.view import CHINA
from tongban.core.personal_accounts.sharing import SharedUse, ShareState
from tongban.core.settlement.lines import check_total, net_lines
from tongban.core.settlement.rules import StayCounts, StayFacts
from tongban.core.settlement.standing import Standing, withheld_of
from tongban.core.settlement.visits import STAYS
from tongban.records.personal_accounts.models import FamilyShare
from tongban.records.settlement.models import Diagnosis, FeeLine, Settlement, Visit
from tongban.services.away.queries import ruling_for
from tongban.services.benefits.terms import region_benefits
from tongban.services.ledger.queries import personal_account
from tongban.services.personal_accounts.sharing import sharing_of, usable_of
from tongban.services.settlement.fees import charged_of
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.standing import standing_on

TRANSFERRED: Final = "transferred"  # what a visit's details say of a transfer


@dataclass(frozen=True, slots=True)
class Care:
    """Where care was given, as far as the rules ask."""

    institution_id: int | None
    region: str
    level: Level
    chinese_medicine: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A relative's account that may pay, and how much of it, in fen."""

    share_id: int
    owner_id: int
    usable_fen: int


@dataclass(frozen=True, slots=True)
class Purses:
    """What the person may draw on: the own account and those shared, in fen."""

    account_id: int | None = None
    account_fen: int = 0
    family: tuple[Shared, ...] = ()

    @property
    def family_fen(self) -> int:
        """All that relatives share."""
        return sum(one.usable_fen for one in self.family)


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a bill is counted by except the year so far."""

    visit: Visit
    care: Care
    on: date
    standing: Standing
    ground: Ground
    plan: Plan
    lines: tuple[BillLine, ...]
    stay: int
    reasons: frozenset[str]
    credit_fen: int

    @property
    def scheme(self) -> Scheme:
        """The scheme that pays."""
        return self.standing.scheme

    @property
    def year(self) -> int:
        """The year in which it counts."""
        return self.on.year


def basis_of(
    visit: Visit,
    rows: Sequence[FeeLine],
    care: Care,
    *,
    moment: datetime,
    said_fen: int | None,
    standing: Standing | None = None,
) -> Basis:
    """Gather what a bill is counted by; refuse a sum that is not that of its lines.

    ``standing`` is asked of the register unless the caller has it, who then has
    looked that the care is at home and no filing speaks of it. Else where care
    counts is asked again: what was filed since the visit began holds (SD20 6).
    """
    lines = net_lines(charged_of(row) for row in rows)
    check_total(lines, said_fen)
    kind, on = CareKind(visit.kind), day_that_counts(visit, moment)
    ground = Ground.HOME
    if standing is None:
        standing = standing_on(visit.person_id, on, Scheme(visit.scheme))
        ground = _ground(visit, care, standing)
    benefits = region_benefits(standing.region, day=on)
    plan = benefits.plan_for(standing.scheme, kind, on, visit.disease)
    others = _stays(visit, on.year) if kind in STAYS else []
    return Basis(
        visit=visit,
        care=care,
        on=on,
        standing=standing,
        ground=ground,
        plan=plan,
        lines=lines,
        stay=1 + len({row.visit_id for row in others}),
        reasons=_reasons(visit, care, others) if kind in STAYS else frozenset(),
        credit_fen=_credit(visit, plan) if kind in STAYS else 0,
    )


def _ground(visit: Visit, care: Care, standing: Standing) -> Ground:
    """Set where the care of a visit counts; refuse what must be filed first.

    A stay follows what holds on its first day.
    """
    asked = away.Care(standing.region, care.region, emergency=visit.emergency)
    begin = visit.began_at.astimezone(CHINA).date()
    ruling = ruling_for(visit.person_id, asked, begin)
    visit.place = ruling.place.value
    return ruling.ground


def counted(basis: Basis, used: Used, purses: Purses) -> Quote:
    """Say who pays what; nothing is written."""
    visit, standing = basis.visit, basis.standing
    benefits = region_benefits(standing.region, day=basis.on)
    bill = Bill(
        kind=CareKind(visit.kind),
        level=basis.care.level,
        on=basis.on,
        lines=basis.lines,
        place=Place(visit.place),
        stay=basis.stay,
        chinese_medicine=basis.care.chinese_medicine,
        disease=visit.disease,
        reasons=basis.reasons,
        credit_fen=basis.credit_fen,
        order=visit.birth_order,
        withheld=withheld_of(
            standing, third_party=visit.accident and visit.third_party
        ),
    )
    person = Claimant(
        scheme=standing.scheme,
        group=standing.group,
        entitlements=standing.entitlements,
        account_fen=purses.account_fen,
        family_fen=purses.family_fen,
    )
    return quote(bill, person, used, basis.plan, benefits.withheld)


def purses_of(person_id: int, *, day: date) -> Purses:
    """Return what somebody may draw on now: the own account, then relatives'."""
    account = personal_account(person_id)
    usable = account is not None and account.closed_on is None and not account.held
    return Purses(
        account_id=account.id if account is not None and usable else None,
        account_fen=account.balance_fen if account is not None and usable else 0,
        family=_family(person_id, day.year),
    )


def day_that_counts(visit: Visit, moment: datetime) -> date:
    """Return the day whose terms and year count: of a stay its end, by the rules."""
    begin = visit.began_at.astimezone(CHINA).date()
    if CareKind(visit.kind) not in STAYS:
        return begin
    if settlement_rules().stay_counts is StayCounts.BEGIN:
        return begin
    return (visit.ended_at or moment).astimezone(CHINA).date()


def standing_settlements(person_id: int, year: int) -> list[Settlement]:
    """Return the settlements of a year that stand, oldest first."""
    rows = Settlement.objects.filter(
        person_id=person_id, year=year, reverses=None, reversed_by=None
    )
    return list(rows.order_by("pk"))


def _family(person_id: int, year: int) -> tuple[Shared, ...]:
    rows = FamilyShare.objects.filter(
        relative_id=person_id, ended_at=None, declined_at=None
    ).exclude(confirmed_at=None)
    found = []
    for row in rows.order_by("pk"):
        sharing = sharing_of(row)
        active = sharing.state is ShareState.ACTIVE
        if active and SharedUse.OUTPATIENT in sharing.uses:
            left = usable_of(row.pk, year=year)
            if left:
                found.append(Shared(row.pk, row.owner_id, left))
    return tuple(found)


def _stays(visit: Visit, year: int) -> list[Settlement]:
    kinds = {kind.value for kind in STAYS}
    return [
        row
        for row in standing_settlements(visit.person_id, year)
        if row.kind in kinds and row.visit_id != visit.pk
    ]


def _reasons(visit: Visit, care: Care, others: Sequence[Settlement]) -> frozenset[str]:
    diagnoses = Diagnosis.objects.filter(visit=visit, void=False)
    lower = care.level is not Level.TERTIARY
    facts = StayFacts(
        diagnoses=tuple(diagnoses.values_list("code", flat=True)),
        transferred_down=lower and f'"{TRANSFERRED}"' in visit.details,
        been_here=any(row.institution_id == care.institution_id for row in others),
    )
    return settlement_rules().reasons_of(facts)


def _credit(visit: Visit, plan: Plan) -> int:
    """Return the deductible borne in the same stay already (中途结算过的)."""
    per_stay = {
        layer.code
        for layer in plan.layers
        if layer.deductible is not None and layer.deductible.per is Per.STAY
    }
    rows = Settlement.objects.filter(visit=visit, reverses=None, reversed_by=None)
    return sum(
        int(moved[0])
        for purses in rows.values_list("purses", flat=True)
        for code, moved in purses.items()
        if code in per_stay
    )
