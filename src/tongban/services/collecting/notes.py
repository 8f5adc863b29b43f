"""What a carrier sends us by itself: signed by it, kept for the background."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.collecting.parcels import Scan, without_phones
from tongban.core.refusals import Refusal
from tongban.gateways.carrier import Choice
from tongban.gateways.signed_http import is_signed
from tongban.records.collecting.models import WORDS_MAX, CarrierNote

NOTES_PER_REQUEST_MAX: Final = 500


class SignatureWrong(Refusal):
    """The request was not signed by our carrier, or long ago."""

    code = "collecting.signature_wrong"

    def __init__(self) -> None:
        super().__init__("The signature does not match, or is too old.")


@dataclass(frozen=True, slots=True)
class ScanNote:
    """One thing a carrier saw of a waybill, at an aware moment."""

    waybill: str
    scan: Scan
    at: datetime
    words: str


def check_carrier(*, moment: str, path: str, body: bytes, signed: str) -> str:
    """Return the name of the carrier who signed; refuse anybody else."""
    name, _, key = settings.CARRIER
    chosen = Choice.HTTP.value == settings.TONGBAN_CARRIER
    if chosen and is_signed(key, moment=moment, path=path, body=body, signed=signed):
        return str(name)
    raise SignatureWrong


def take_notes(carrier: str, notes: Iterable[ScanNote], *, now: datetime) -> None:
    """Keep what a carrier saw for the background; told again it is left out."""
    CarrierNote.objects.bulk_create(
        [
            CarrierNote(
                carrier=carrier,
                waybill="".join(note.waybill.split()).upper(),
                scan=note.scan.value,
                at=note.at,
                words=without_phones(note.words)[:WORDS_MAX],
                received_at=now,
            )
            for note in notes
        ],
        ignore_conflicts=True,
    )
