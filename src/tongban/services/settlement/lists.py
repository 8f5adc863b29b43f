"""Settlement lists of stays (医疗保障基金结算清单): each upload kept, none changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.money import yuan_text
from tongban.core.refusals import Refusal
from tongban.core.settlement.visits import STAYS
from tongban.records.settlement.models import Settlement, SettlementList
from tongban.services.settlement.refusals import SettlementUnknown
from tongban.services.settlement.visits import row_of

NUMBER_DIGITS: Final = 9


class ListOfStaysOnly(Refusal):
    """Lists are made of stays, and of chronic care settled like them."""

    code = "settlement.list_of_stays_only"

    def __init__(self) -> None:
        super().__init__("No list is made of this kind of care.")


class ListOfUndone(Refusal):
    """The settlement was undone; the list belongs to the one that stands."""

    code = "settlement.list_of_undone"

    def __init__(self) -> None:
        super().__init__("The settlement was undone.")


class ListDiffers(Refusal):
    """The list says other amounts than were settled."""

    code = "settlement.list_differs"

    def __init__(self, words: str) -> None:
        super().__init__("The list differs.", words=words)


@dataclass(frozen=True, slots=True)
class ToldAmounts:
    """What a list says was paid, in fen; what it leaves out is not compared."""

    total_fen: int | None = None
    funds_fen: int | None = None
    account_fen: int | None = None
    cash_fen: int | None = None


def settlement_to_list(institution_id: int, number: str, visit: str) -> Settlement:
    """Return the settlement a list is about; refuse any that has none."""
    row = Settlement.objects.filter(
        pk=row_of(number), visit_id=row_of(visit), institution_id=institution_id
    ).first()
    if row is None:
        raise SettlementUnknown
    if CareKind(row.kind) not in STAYS | {CareKind.CHRONIC}:
        raise ListOfStaysOnly
    undone = Settlement.objects.filter(reverses=row).exists()
    if row.reverses_id is not None or undone:
        raise ListOfUndone
    return row


@transaction.atomic
def keep_list(
    institution_id: int,
    row: Settlement,
    told: ToldAmounts,
    content: str,
    *,
    at: datetime,
) -> SettlementList:
    """Keep a list beside earlier uploads; refuse amounts that were not settled."""
    different = [
        f"{name}：清单{yuan_text(said)}，结算{yuan_text(settled)}"
        for name, said, settled in (
            ("总费用", told.total_fen, row.total_fen),
            ("基金支付", told.funds_fen, row.funds_fen),
            ("个人账户支付", told.account_fen, row.account_fen + row.family_fen),
            ("个人现金支付", told.cash_fen, row.cash_fen),
        )
        if said is not None and said != settled
    ]
    if different:
        raise ListDiffers("；".join(different))
    last = row.lists.aggregate(last=Max("seq"))["last"] or 0
    fresh = SettlementList(
        settlement=row,
        institution_id=institution_id,
        seq=last + 1,
        content=content,
        at=at,
    )
    fresh.number = f"{row.pk % 10 ** (NUMBER_DIGITS - 2):07d}{fresh.seq % 100:02d}"
    fresh.save(force_insert=True)
    return fresh
