"""The changes of the catalogue somebody has not read yet, for the first page."""

from django import template
from django.template import Context

from tongban.portals.desk.sending import fresh_key
from tongban.services.access.rules import acting
from tongban.services.catalogue.stations import notices_for
from tongban.services.timekeeping.queries import today

register = template.Library()


@register.inclusion_tag("desk/catalogue/parts/told.html", takes_context=True)
def catalogue_notices(context: Context) -> dict[str, object]:
    """Draw what changed for this station until each person has said they know."""
    return {
        "notices": notices_for(acting(context["request"]), today=today()),
        "csrf_token": context.get("csrf_token"),
        "key": fresh_key(),
    }
