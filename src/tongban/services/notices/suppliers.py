"""What suppliers send us: signed by them, kept for the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.refusals import Refusal
from tongban.gateways.messaging_values import Incoming, IncomingKind
from tongban.services.access.signatures import SignedRequest, is_of_its_sender
from tongban.services.notices.receiving import take_in
from tongban.services.notices.waking import wake

NOTES_PER_REQUEST_MAX: Final = 500


class SignatureWrong(Refusal):
    """The request was not signed by a supplier of ours, or long ago."""

    code = "notices.signature_wrong"

    def __init__(self) -> None:
        super().__init__("The signature does not match, or is too old.")


def check_supplier(request: SignedRequest) -> str:
    """Return the name of the supplier who signed; refuse anybody else."""
    keys = {name: key for name, _, key in settings.MESSAGING_SUPPLIERS}
    if not is_of_its_sender(request, keys):
        raise SignatureWrong
    return request.sender


@dataclass(frozen=True, slots=True)
class ReceiptNote:
    """What a supplier says became of a message."""

    key: str
    message: str
    delivered: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReplyNote:
    """What somebody answered."""

    key: str
    phone: str
    text: str


def take_receipts(
    supplier: str, notes: Sequence[ReceiptNote], *, now: datetime
) -> None:
    """Keep receipts for the background; one sent before is left out."""
    incoming = [
        Incoming(
            IncomingKind.RECEIPT,
            key=note.key,
            message_key=note.message,
            delivered=note.delivered,
            reason=note.reason,
        )
        for note in notes
    ]
    take_in(supplier, incoming, now=now)
    wake()


def take_replies(supplier: str, notes: Sequence[ReplyNote], *, now: datetime) -> None:
    """Keep replies for the background; one sent before is left out."""
    incoming = [
        Incoming(IncomingKind.REPLY, key=note.key, phone=note.phone, text=note.text)
        for note in notes
    ]
    take_in(supplier, incoming, now=now)
    wake()
