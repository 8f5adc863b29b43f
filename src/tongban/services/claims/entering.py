"""Bills of a claim: entered until the review, withdrawn, never changed (录入票据)."""

from datetime import date, datetime, time
from typing import Final

from django.db import IntegrityError, connection, transaction

from tongban.core.access.actor import Role
from tongban.core.access.rights import Act
from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.cases.lifecycle import State
from tongban.core.cases.view import CHINA
from tongban.core.claims.bills import (
    FEN_PRICE,
    CarePlace,
    NewBill,
    Portion,
    check_bill,
    portions,
)
from tongban.core.hsa.json_text import json_text
from tongban.core.items.catalogue import Step
from tongban.core.medical_catalogue.terms import Grade
from tongban.core.settlement.standing import Standing, place_of
from tongban.core.settlement.visits import STAYS, VisitState
from tongban.records.cases.models import Case
from tongban.records.claims.models import ClaimBill
from tongban.records.settlement.models import FeeLine, Settlement, Visit
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import check_staff
from tongban.services.claims.bills import release
from tongban.services.claims.refusals import (
    BillUnknown,
    BillUsedBefore,
    InstitutionUnknown,
    InsuredElsewhere,
    NoClaim,
    SettledDirectly,
)
from tongban.services.institutions.queries import InstitutionLine, institution_by_code
from tongban.services.items.queries import region_named
from tongban.services.ledger.operations import area_of
from tongban.services.settlement.fees import NewLine, prepared_lines
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.standing import standing_on
from tongban.services.settlement.visits import check_disease

EFFECTS: Final = frozenset({"outpatient-reimbursement", "inpatient-reimbursement"})
THIRD_WORDS: Final = "第三方承担"
NOON: Final = time(12)


@transaction.atomic
def enter_bill(
    envelope: Envelope, *, number: str, bill: NewBill, replaces: int | None = None
) -> int:
    """Keep a bill with its lines; ``replaces`` is the one it corrects.

    The same request key gives the first bill again. Refuses, with everything
    wrong at once, what cannot be right, and a bill that is used anywhere.
    """
    envelope.check()
    loaded = claim_of(envelope, number)
    key = f"{envelope.sender} {envelope.key}"
    first = ClaimBill.objects.filter(request_key=key, visit__case=loaded.record).first()
    if first is not None:
        return first.pk
    check_bill(bill, today=envelope.today)
    former = None
    if replaces is not None:
        former = _withdrawn(loaded.record, replaces, at=envelope.now)
    institution, place = _place(bill.place)
    standing = _standing(loaded.record, bill)
    _check_direct(loaded.record, bill, institution)
    _check_unused(bill.receipt)
    visit = _visit(loaded.record, bill, standing, place)
    visit.institution_id = None if institution is None else institution.id
    visit.save(force_insert=True)
    _add_items(visit, bill, region=place.region)
    row = _row(visit, bill, place)
    row.entered_at, row.entered_by = envelope.now, envelope.actor.account_id or 0
    row.request_key, row.replaces = key, former
    _insert(row)
    return row.pk


@transaction.atomic
def withdraw_bill(envelope: Envelope, *, number: str, bill_id: int) -> None:
    """Take a bill out of the claim; doing it again changes nothing."""
    envelope.check()
    loaded = claim_of(envelope, number)
    known = ClaimBill.objects.filter(pk=bill_id, visit__case=loaded.record).first()
    if known is not None and known.withdrawn_at is not None:
        return
    _withdrawn(loaded.record, bill_id, at=envelope.now)


def claim_of(envelope: Envelope, number: str) -> engine.Loaded:
    """Return the case, locked, if its bills may change now and by this person."""
    loaded = engine.load(number, envelope)
    reviewer = any(one.role is Role.REVIEWER for one in envelope.actor.grants)
    act, step = (Act.REVIEW, Step.REVIEW) if reviewer else (Act.ACCEPT, Step.ACCEPT)
    check_staff(
        envelope.actor,
        act,
        record=loaded.record,
        step=step,
        delegations=loaded.terms.delegations,
    )
    engine.check_version(loaded)
    if not may_change(loaded):
        raise NoClaim
    return loaded


def may_change(loaded: engine.Loaded) -> bool:
    """Say whether bills of a case may change: it pays bills and is not decided."""
    running = loaded.view.state not in {State.CLOSED, State.DRAFT}
    return running and loaded.terms.effect in EFFECTS and not loaded.view.decided


def _withdrawn(case: Case, bill_id: int, *, at: datetime) -> ClaimBill:
    row = ClaimBill.objects.filter(
        pk=bill_id, visit__case=case, withdrawn_at=None
    ).first()
    if row is None:
        raise BillUnknown
    release(row, at=at)
    return row


def _place(said: CarePlace) -> tuple[InstitutionLine | None, CarePlace]:
    """Return a designated institution's own name, level and region for its code."""
    if not said.code:
        return None, said
    found = institution_by_code(said.code)
    if found is None:
        raise InstitutionUnknown(said.code)
    return found, CarePlace(
        code=found.code,
        name=found.name,
        level=found.level or said.level or Level.PRIMARY,
        region=found.region,
        chinese_medicine=said.chinese_medicine,
    )


def _standing(case: Case, bill: NewBill) -> Standing:
    day = bill.ended_on if bill.kind in STAYS else bill.began_on
    standing = standing_on(case.party_id, day)
    if area_of(standing.region) != area_of(case.region):
        raise InsuredElsewhere(region_named(area_of(standing.region)).name)
    if bill.kind is CareKind.CHRONIC:
        check_disease(case.party_id, bill.disease, day)
    return standing


def _check_direct(
    case: Case, bill: NewBill, institution: InstitutionLine | None
) -> None:
    """Refuse a stay that its institution settled and has not refunded."""
    if institution is None or bill.kind not in STAYS:
        return
    rows = Settlement.objects.filter(
        person_id=case.party_id,
        institution_id=institution.id,
        reverses=None,
        reversed_by=None,
        visit__case=None,
        visit__kind__in=[kind.value for kind in STAYS],
        visit__began_at__lte=_noon(bill.ended_on),
        visit__ended_at__gte=_noon(bill.began_on),
    )
    row = rows.order_by("pk").first()
    if row is not None:
        raise SettledDirectly(institution.name, row.on.isoformat())


def _check_unused(receipt: str) -> None:
    if not receipt:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT bill_used_in(%s)", [receipt])
        (region,) = cursor.fetchone()
    if region is not None:
        raise BillUsedBefore(region_named(area_of(region)).name)


def _insert(row: ClaimBill) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if "claim_bill_once" in str(fault):
            raise BillUsedBefore(region_named(row.visit.region).name) from None
        raise


def _visit(case: Case, bill: NewBill, standing: Standing, place: CarePlace) -> Visit:
    ended = bill.ended_on if bill.kind in STAYS else bill.began_on
    third = 0 if bill.accident is None else bill.accident.third_bp
    return Visit(
        case=case,
        person_id=case.party_id,
        kind=bill.kind.value,
        med_type=med_type_of(bill),
        scheme=standing.scheme.value,
        region=standing.region,
        place=place_of(standing.region, place.region).value,
        state=VisitState.DISCHARGED.value if bill.kind in STAYS else VisitState.OPEN,
        began_at=_noon(bill.began_on),
        ended_at=_noon(ended),
        disease=bill.disease,
        accident=bill.accident is not None,
        third_party=third == WHOLE_BP,
        emergency=bill.emergency,
        details=json_text(
            {} if bill.accident is None else {"liable": bill.accident.liable}
        ),
    )


def med_type_of(bill: NewBill) -> str:
    """Return the national code (医疗类别) of a bill, the nearest there is."""
    care = settlement_rules().care
    asked = (bill.kind, bill.accident is not None, bill.emergency)
    same = (code for code, one in care.items() if _is_care(one, asked))
    kind = (code for code, one in care.items() if one.kind is bill.kind)
    return next(same, None) or next(kind)


def _is_care(one: object, asked: tuple[CareKind, bool, bool]) -> bool:
    return all(
        getattr(one, name) == value
        for name, value in zip(("kind", "accident", "emergency"), asked, strict=True)
    )


def _add_items(visit: Visit, bill: NewBill, *, region: str) -> None:
    third = 0 if bill.accident is None else bill.accident.third_bp
    parts = portions(bill.items, third)
    coded = [
        NewLine(
            serial=str(serial),
            code=one.item.code,
            amount_fen=one.amount_fen,
            price=one.item.price,
            quantity=one.quantity,
            at=visit.began_at,
        )
        for serial, one in enumerate(parts, start=1)
        if one.item.code and not one.third
    ]
    plain = [
        _plain_line(visit, str(serial), one)
        for serial, one in enumerate(parts, start=1)
        if one.third or not one.item.code
    ]
    listed = prepared_lines(visit, coded, region=region)
    FeeLine.objects.bulk_create([*listed, *plain])


def _plain_line(visit: Visit, serial: str, one: Portion) -> FeeLine:
    """Return a line the list says nothing of: a class, or what somebody else owes."""
    share = WHOLE_BP if one.third else one.item.own_share_bp or 0
    grade = Grade.B if share else Grade.A
    return FeeLine(
        visit=visit,
        serial=serial,
        code=one.item.code,
        name=THIRD_WORDS if one.third else one.item.name,
        grade=(Grade.C if share == WHOLE_BP else grade).value,
        price=one.amount_fen * FEN_PRICE if one.third else one.item.price,
        quantity=one.quantity,
        amount_fen=one.amount_fen,
        own_share_bp=share,
        at=visit.began_at,
    )


def _row(visit: Visit, bill: NewBill, place: CarePlace) -> ClaimBill:
    return ClaimBill(
        visit=visit,
        receipt=bill.receipt,
        institution_name=place.name,
        care_region=place.region,
        level=(place.level or Level.PRIMARY).value,
        chinese_medicine=place.chinese_medicine,
        third_bp=0 if bill.accident is None else bill.accident.third_bp,
        total_fen=bill.total_fen,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON, CHINA)
