"""Queues of halls: counts for anybody, tickets for people who have signed in."""

from django.http import HttpRequest
from ninja import Header, Router

from tongban.api.schemas.queues import HallOut, TicketIn, TicketOut
from tongban.api.schemas.values import Code, Id
from tongban.api.sending import KeyHeader, envelope_of
from tongban.core.access.rights import check_own_party
from tongban.core.queue.tickets import Priority
from tongban.services.access.rules import acting, api_applicants, api_public
from tongban.services.queues.queries import HallState, Place, hall_state, place_of
from tongban.services.queues.refusals import TicketUnknown
from tongban.services.queues.tickets import NewTicket, leave_queue, take_ticket
from tongban.services.timekeeping.queries import today

VIA = "api"
open_router = Router(tags=["排队叫号"])
router = Router(tags=["排队叫号"])


@open_router.get("/queues/{office}", response=HallOut, summary="一个大厅的排队情况")
@api_public
def hall(
    request: HttpRequest,  # noqa: ARG001 - ninja hands it over by this name
    office: Code,
) -> HallState:
    """Return how many wait for each kind of business, and about how long."""
    return hall_state(office, today=today())


@router.post("/queues/{office}/tickets", response=TicketOut, summary="取号")
@api_applicants
def take(
    request: HttpRequest, office: Code, sent: Header[KeyHeader], body: TicketIn
) -> Place:
    """Take a ticket of today, or get the one held for this kind of business."""
    actor = acting(request)
    check_own_party(actor, body.party_id)
    new = NewTicket(
        via=VIA,
        kind=body.kind,
        item=body.item,
        audience="" if body.audience is None else body.audience.value,
        party_id=body.party_id,
        claimed=Priority.NONE if body.priority is None else body.priority,
        materials=tuple(body.materials),
    )
    ticket = take_ticket(envelope_of(request, sent), office, new)
    return place_of(office, ticket.id, today=today())


@router.get(
    "/queues/{office}/tickets/{ticket_id}", response=TicketOut, summary="我的号"
)
@api_applicants
def own(request: HttpRequest, office: Code, ticket_id: Id) -> Place:
    """Return how one's own ticket of today stands."""
    return _own(request, office, ticket_id)


@router.post(
    "/queues/{office}/tickets/{ticket_id}/leave", response=TicketOut, summary="退号"
)
@api_applicants
def leave(
    request: HttpRequest, office: Code, ticket_id: Id, sent: Header[KeyHeader]
) -> Place:
    """Give one's own ticket back before it is called."""
    _own(request, office, ticket_id)
    leave_queue(envelope_of(request, sent), office, ticket_id)
    return _own(request, office, ticket_id)


def _own(request: HttpRequest, office: str, ticket_id: int) -> Place:
    place = place_of(office, ticket_id, today=today())
    if place.ticket.party_id not in acting(request).party_ids:
        raise TicketUnknown
    return place
