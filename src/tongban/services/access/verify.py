"""The verifier of the access log: finds a changed, removed or inserted look.

Inside a chain every break shows. That the newest entries were cut off shows
only beside an earlier head, so heads are given out to be kept elsewhere.
"""

from collections.abc import Iterator, Mapping

from tongban.core.access.looks import BrokenLook, Look, SealedLook, find_broken
from tongban.records.audit.models import AccessLook

ROWS_PER_FETCH = 2_000


def verify_looks(
    heads: Mapping[str, tuple[int, str]] | None = None,
) -> tuple[BrokenLook, ...]:
    """Return every break in every chain; empty when the log is whole.

    ``heads`` are earlier answers of ``chain_heads``: a chain that no longer
    contains its head is reported too.
    """
    offices = AccessLook.objects.order_by("office_code")
    codes = offices.values_list("office_code", flat=True).distinct()
    broken = [found for code in codes for found in find_broken(_chain(code))]
    return (*broken, *_lost_heads(heads or {}))


def chain_heads() -> dict[str, tuple[int, str]]:
    """Return the newest place and hash of each office's chain."""
    newest = AccessLook.objects.order_by("office_code", "-seq").distinct("office_code")
    return {row.office_code: (row.seq, row.hash) for row in newest}


def _lost_heads(heads: Mapping[str, tuple[int, str]]) -> Iterator[BrokenLook]:
    for code, (seq, head) in heads.items():
        held = AccessLook.objects.filter(office_code=code, seq=seq, hash=head)
        if not held.exists():
            yield BrokenLook(code, seq, "the head kept elsewhere is gone")


def _chain(office_code: str) -> Iterator[SealedLook]:
    rows = AccessLook.objects.filter(office_code=office_code).order_by("seq")
    for row in rows.iterator(chunk_size=ROWS_PER_FETCH):
        yield SealedLook(
            Look(
                office_code=row.office_code,
                office_path=row.office_path,
                seq=row.seq,
                at=row.at,
                account_id=row.account_id,
                party_id=row.party_id,
                reason=row.reason,
                case_number=row.case_number,
                prev_hash=row.prev_hash,
            ),
            algorithm=row.algorithm,
            hash=row.hash,
        )
