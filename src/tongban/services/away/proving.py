"""Proving residence after filing: from that day care at home follows home rules."""

from dataclasses import dataclass

from django.db import transaction

from tongban.core.away.filings import AwayKind, Evidence, FilingOver
from tongban.core.cases.view import CHINA
from tongban.core.refusals import Refusal
from tongban.records.away.models import AwayFiling
from tongban.records.files.models import StoredFile
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import check_applicant


class FilingUnknown(Refusal):
    """There is no such filing within reach."""

    code = "away.filing_unknown"

    def __init__(self) -> None:
        super().__init__("No such filing.")


class NotResidence(Refusal):
    """Only long-term residence is proved; a trip needs no proof."""

    code = "away.not_residence"

    def __init__(self) -> None:
        super().__init__("Not a long-term filing.")


class ProofMissing(Refusal):
    """A proof is a file that was handed in."""

    code = "away.proof_missing"

    def __init__(self) -> None:
        super().__init__("No file.")


@dataclass(frozen=True, slots=True)
class Proving:
    """What proves the residence, and the file that shows it."""

    evidence: Evidence
    file_id: str


@transaction.atomic
def prove_residence(envelope: Envelope, *, number: str, proving: Proving) -> AwayFiling:
    """Keep the proof of a long-term filing from today on; again changes nothing.

    Visits from this day follow the rules of the place of cover at home (SD20 8).
    """
    row = (
        AwayFiling.objects.select_for_update(of=("self",), no_key=True)
        .filter(case__number=number, void=False)
        .select_related("case")
        .first()
    )
    if row is None:
        raise FilingUnknown
    check_applicant(envelope.actor, row.case)
    if row.kind != AwayKind.LONG_TERM.value:
        raise NotResidence
    today = envelope.now.astimezone(CHINA).date()
    if row.in_force.upper is not None and row.in_force.upper <= today:
        raise FilingOver
    if row.proved_on is not None:
        return row
    if not StoredFile.objects.filter(pk=proving.file_id).exists():
        raise ProofMissing
    row.proof, row.proved_on = proving.evidence.value, today
    row.proof_file_id = proving.file_id
    row.save(update_fields=["proof", "proved_on", "proof_file"])
    return row
