"""Settlement lists of stays (医疗保障基金结算清单): each upload kept, none changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.money import yuan_text
from tongban.core.refusals import Refusal
from tongban.core.settlement.lists import ListState, check_editable, check_move
from tongban.core.settlement.visits import STAYS
from tongban.records.settlement.models import (
    ListMove,
    Settlement,
    SettlementList,
    Visit,
)
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


class ListMissing(Refusal):
    """No list was uploaded for the settlement."""

    code = "settlement.list_missing"

    def __init__(self) -> None:
        super().__init__("No list was uploaded.")


@dataclass(frozen=True, slots=True)
class Said:
    """By which message something was said, and when."""

    message: str
    at: datetime


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
    """Keep a list beside earlier uploads; refuse amounts that were not settled.

    What was submitted is locked until the agency finds it wanting.
    """
    _take_turns(row)
    check_editable(state_of(row))
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


def state_of(row: Settlement) -> ListState:
    """Return how far the lists of a settlement are."""
    last = row.list_moves.order_by("-pk").first()
    return ListState.OPEN if last is None else ListState(last.state)


@transaction.atomic
def move_list(
    institution_id: int,
    number: str,
    person_id: int,
    wanted: ListState,
    said: Said,
) -> None:
    """Submit the list of a settlement, or open it again; staying changes nothing."""
    row = Settlement.objects.filter(
        pk=row_of(number), person_id=person_id, institution_id=institution_id
    ).first()
    if row is None:
        raise SettlementUnknown
    _take_turns(row)
    if not row.lists.exists():
        raise ListMissing
    state = state_of(row)
    check_move(state, wanted)
    if state is not wanted:
        ListMove.objects.create(
            settlement=row,
            institution_id=institution_id,
            state=wanted.value,
            message=said.message,
            at=said.at,
        )


def _take_turns(row: Settlement) -> None:
    """Let what is said of the lists of one settlement take turns."""
    Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=row.visit_id)
