"""The permit to look at one person: given with a reason, on record, for a while."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from tongban.portals.desk.finding import LOOK_REASONS, REASON_MAX
from tongban.portals.desk.sending import needed_words, words
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.timekeeping.queries import now

SESSION_LOOKS: Final = "desk.looks"
PERMIT_MINUTES: Final = 30
PERMITS_KEPT_MAX: Final = 20


def permit(request: HttpRequest, party_id: int) -> None:
    """Write the look down with the reason that was sent, then let the page open."""
    reason = needed_words(request.POST, "reason", field="查阅原因")[:REASON_MAX]
    record_look(acting(request), party_id, at=now(), reason=reason)
    until = (now() + timedelta(minutes=PERMIT_MINUTES)).isoformat()
    kept = dict(request.session.get(SESSION_LOOKS, {}))
    kept.pop(str(party_id), None)
    latest = list(kept.items())[-(PERMITS_KEPT_MAX - 1) :]
    request.session[SESSION_LOOKS] = {**dict(latest), str(party_id): [reason, until]}


def permitted(request: HttpRequest, party_id: int) -> str:
    """Return the reason of the permit for a party; empty when there is none."""
    kept = request.session.get(SESSION_LOOKS, {}).get(str(party_id))
    if kept is None:
        return ""
    reason, until = kept
    return str(reason) if str(until) > now().isoformat() else ""


def reason_field(request: HttpRequest) -> Field:
    """Return the field that asks why somebody looks."""
    typed = words(request.POST, "reason")
    return Field(
        "reason",
        "查阅原因",
        kind=FieldKind.SELECT,
        options=tuple(Option(one, one, "", one == typed) for one in LOOK_REASONS),
        hint="每次查阅都会留痕，由监督人员抽查",
        width="short",
    )
