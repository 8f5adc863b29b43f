"""Messages to one's parties (我的消息)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, applicants
from tongban.services.notices.operations import mark_read
from tongban.services.notices.queries import MessageLine, my_messages
from tongban.services.timekeeping.queries import now


@dataclass(frozen=True, slots=True)
class InboxPage:
    """What the page draws."""

    messages: tuple[MessageLine, ...]
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the latest messages; opening them marks them read."""
    actor, moment = acting(request), now()
    found = my_messages(actor)
    unread = [message.id for message in found if message.read_at is None]
    if unread:
        mark_read(party_ids=actor.party_ids, message_ids=unread, now=moment)
    crumbs = (Crumb("我的办件", reverse("my-cases")), Crumb("消息"))
    page = InboxPage(found, crumbs)
    return render(request, "citizen/my/inbox.html", {"page": page})
