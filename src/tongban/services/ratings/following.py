"""Events of corrections: written once, folded, and projected on their row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.core.ratings.corrections import Correction as View
from tongban.core.ratings.corrections import Deed, Happening, after, fold
from tongban.records.ratings.models import Correction, CorrectionEvent
from tongban.services.cases.envelope import CHINA, Envelope


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something, when, and what was said."""

    at: datetime
    actor_id: int | None
    actor_name: str
    words: str = ""
    detail: str = ""
    file_id: UUID | None = None


def by(
    envelope: Envelope,
    *,
    words: str = "",
    detail: str = "",
    file_id: UUID | None = None,
) -> Stamp:
    """Return the stamp of a command."""
    actor = envelope.actor
    return Stamp(
        at=envelope.now,
        actor_id=actor.account_id,
        actor_name=actor.name,
        words=words,
        detail=detail,
        file_id=file_id,
    )


def view_of(correction: Correction) -> View:
    """Return what the events of a correction add up to."""
    rows = correction.events.order_by("seq")
    return fold(
        Happening(
            Deed(row.deed),
            row.at.astimezone(CHINA).date(),
            actor_id=row.actor_id,
            detail=row.detail if row.deed == Deed.RUNG.value else "",
        )
        for row in rows
    )


def append(correction: Correction, deed: Deed, stamp: Stamp) -> View:
    """Add one event and project the correction; refuses one that does not fit."""
    happened = Happening(
        deed,
        stamp.at.astimezone(CHINA).date(),
        actor_id=stamp.actor_id,
        detail=stamp.detail if deed is Deed.RUNG else "",
    )
    view = after(view_of(correction), happened)
    CorrectionEvent.objects.create(
        correction=correction,
        seq=view.version,
        deed=deed.value,
        at=stamp.at,
        actor_id=stamp.actor_id,
        actor_name=stamp.actor_name,
        detail=stamp.detail,
        words=stamp.words,
        file_id=stamp.file_id,
    )
    correction.state = view.state.value
    correction.contacted_on = view.contacted_on
    correction.ended_on = view.ended_on
    correction.reopened = view.reopened
    correction.version = view.version
    correction.save()
    return view
