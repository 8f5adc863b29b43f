"""Reconciling with an institution, and its applications to be paid (对账、清算)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.settlement.statements import (
    Compared,
    Entry,
    Outcome,
    Totals,
    compare_lines,
    compare_totals,
)
from tongban.records.settlement.models import Clearing, Settlement, Statement
from tongban.records.settlement.statements import WORDS_MAX
from tongban.services.settlement.listing import Chosen, settlements_of, totals_of
from tongban.services.settlement.refusals import (
    ClearingDiffers,
    ClearingTwice,
    ClearingUnknown,
)
from tongban.services.settlement.visits import number_of, row_of

REFUND: Final = "refund"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How the two sides compare, and settlement by settlement where they differ.

    ``messages`` has the msgid of each of ours by its key.
    """

    outcome: Outcome
    words: str
    different: tuple[Compared, ...] = ()
    messages: Mapping[str, str] | None = None


def reconcile_totals(chosen: Chosen, theirs: Totals, *, at: datetime) -> Reconciled:
    """Compare the totals of some days and keep what both sides said."""
    ours = totals_of(settlements_of(chosen))
    outcome, words = compare_totals(theirs, ours)
    _keep(chosen, theirs, ours, Reconciled(outcome, words), at)
    return Reconciled(outcome, words)


def reconcile_lines(
    chosen: Chosen, theirs: Mapping[str, Entry], told: Totals, *, at: datetime
) -> Reconciled:
    """Compare some days settlement by settlement; keys are made by ``key_of``."""
    rows = list(settlements_of(chosen).select_related("reverses"))
    ours = {_key(row): _entry(row) for row in rows}
    different = compare_lines(theirs, ours)
    outcome, words = compare_totals(told, totals_of(settlements_of(chosen)))
    if different and outcome is Outcome.EQUAL:
        outcome = Outcome.DIFFERENT
        words = f"{len(different)}笔不一致"
    found = Reconciled(
        outcome, words, different, {_key(row): row.message for row in rows}
    )
    _keep(chosen, told, totals_of(settlements_of(chosen)), found, at, by_lines=True)
    return found


def key_of(number: str, *, refund: bool) -> str:
    """Return what a settlement goes by in both lists: a refund by what it undid."""
    return f"{number} {REFUND}" if refund else number


def own_number(number: str) -> str:
    """Return the number an institution knows a settlement by.

    Whoever lists a refund by its own number means the settlement it undid.
    """
    row = Settlement.objects.filter(pk=row_of(number)).only("reverses_id").first()
    if row is None or row.reverses_id is None:
        return number
    return number_of(row.reverses_id)


@transaction.atomic
def apply_for_clearing(
    chosen: Chosen, month: str, theirs: Totals, *, at: datetime
) -> Clearing:
    """Keep an application for a month; refuse sums that are not those settled."""
    ours = totals_of(settlements_of(chosen))
    outcome, words = compare_totals(theirs, ours)
    if outcome is not Outcome.EQUAL:
        raise ClearingDiffers(words)
    try:
        with transaction.atomic():
            return Clearing.objects.create(
                institution_id=chosen.institution_id,
                clearing=chosen.clearing,
                month=month,
                first=chosen.first,
                last=chosen.last,
                totals=asdict(ours),
                at=at,
            )
    except IntegrityError as fault:
        if "clearing_once" in str(fault):
            raise ClearingTwice from None
        raise


def withdraw_clearing(institution_id: int, number: str, *, at: datetime) -> None:
    """Take an application back; doing it again changes nothing."""
    row = Clearing.objects.filter(
        pk=row_of(number), institution_id=institution_id
    ).first()
    if row is None:
        raise ClearingUnknown
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])


def _key(row: Settlement) -> str:
    refund = row.reverses_id is not None
    return key_of(number_of(row.reverses_id or row.pk), refund=refund)


def _entry(row: Settlement) -> Entry:
    return Entry(
        settlement=number_of(row.reverses_id or row.pk),
        visit=number_of(row.visit_id),
        person=str(row.person_id),
        total_fen=row.total_fen,
        funds_fen=row.funds_fen,
        account_fen=row.account_fen + row.family_fen,
        refund=row.reverses_id is not None,
    )


def _keep(
    chosen: Chosen,
    theirs: Totals,
    ours: Totals,
    found: Reconciled,
    at: datetime,
    *,
    by_lines: bool = False,
) -> None:
    Statement.objects.create(
        institution_id=chosen.institution_id,
        by_lines=by_lines,
        first=chosen.first,
        last=chosen.last,
        scheme="" if chosen.scheme is None else chosen.scheme.value,
        clearing=chosen.clearing,
        theirs=asdict(theirs),
        ours=asdict(ours),
        outcome=found.outcome.value,
        differences=len(found.different),
        words=found.words[:WORDS_MAX],
        at=at,
    )
