"""Writing down what was seen of a parcel, and where it is then."""

from datetime import datetime

from tongban.core.collecting.parcels import (
    Direction,
    ParcelState,
    Scan,
    without_phones,
)
from tongban.records.collecting.models import (
    WORDS_MAX,
    CollectionWish,
    Parcel,
    ParcelScan,
)


def keep_scan(
    parcel: Parcel,
    scan: Scan,
    state: ParcelState,
    *,
    at: datetime,
    words: str,
    key: str,
) -> None:
    """Keep one scan of a locked parcel, and the state it leads to.

    A result that was delivered is collected.
    """
    ParcelScan.objects.create(
        parcel=parcel,
        scan=scan.value,
        at=at,
        words=without_phones(words)[:WORDS_MAX],
        key=key,
    )
    parcel.state, parcel.seen_at = state.value, max(parcel.seen_at, at)
    parcel.save(update_fields=["state", "seen_at"])
    if state is ParcelState.DELIVERED and parcel.direction == Direction.OUT.value:
        CollectionWish.objects.filter(case_id=parcel.case_id, collected_at=None).update(
            collected_at=at
        )
