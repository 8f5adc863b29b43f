"""The bills that stand in a claim, and letting one go (票据)."""

from datetime import datetime

from tongban.core.settlement.visits import VisitState
from tongban.records.cases.models import Case
from tongban.records.claims.models import ClaimBill
from tongban.records.settlement.models import FeeLine


def bills_of(case: Case) -> list[ClaimBill]:
    """Return the bills that stand in a claim, in the order they count."""
    rows = ClaimBill.objects.filter(visit__case=case, withdrawn_at=None)
    return list(
        rows.select_related("visit", "visit__institution").order_by(
            "visit__ended_at", "visit__began_at", "pk"
        )
    )


def release(row: ClaimBill, *, at: datetime) -> None:
    """Let a bill be used again: its visit and lines are void."""
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    FeeLine.objects.filter(visit=row.visit, settlement=None, withdrawn_at=None).update(
        withdrawn_at=at
    )
    visit = row.visit
    visit.state, visit.version = VisitState.VOID.value, visit.version + 1
    visit.save(update_fields=["state", "version"])
