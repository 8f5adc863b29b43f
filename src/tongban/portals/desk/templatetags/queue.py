"""The queue column, for any page of the desk: ``{% queue_column %}``."""

from django import template
from django.template import Context

from tongban.portals.desk.queue.part import queue_part

register = template.Library()


@register.inclusion_tag("desk/parts/queue.html", takes_context=True)
def queue_column(context: Context) -> dict[str, object]:
    """Draw the clerk's queue column; nothing in an office that calls no numbers."""
    return {
        "queue": queue_part(context["request"]),
        "csrf_token": context.get("csrf_token"),
    }
