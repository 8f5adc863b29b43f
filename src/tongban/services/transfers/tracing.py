"""Finding the side of a transfer that a case, or a message, is about."""

from tongban.core.refusals import Refusal
from tongban.core.transfers.stages import OPEN, Side
from tongban.records.cases.models import Case
from tongban.records.transfers.models import Transfer


class TransferUnknown(Refusal):
    """No transfer of this number has this side here."""

    code = "transfers.unknown"

    def __init__(self) -> None:
        super().__init__("No such transfer.")


def locked_of(case: Case, side: Side) -> Transfer:
    """Return the side of a transfer that belongs to a case, locked, or refuse."""
    row = (
        Transfer.objects.select_for_update(of=("self",), no_key=True)
        .filter(case=case, side=side.value)
        .first()
    )
    if row is None:
        raise TransferUnknown
    return row


def locked(number: str, side: Side) -> Transfer | None:
    """Return one side of a transfer by its number, locked, or nothing."""
    return (
        Transfer.objects.select_for_update(of=("self",), no_key=True)
        .filter(number=number, side=side.value)
        .first()
    )


def open_side(person_id: int, side: Side) -> Transfer | None:
    """Return the open transfer of somebody on one side, locked, or nothing."""
    return (
        Transfer.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            person_id=person_id,
            side=side.value,
            stage__in=[stage.value for stage in OPEN],
        )
        .first()
    )
