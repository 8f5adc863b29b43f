"""The facts of one application that its limits depend on."""

from collections.abc import Iterable, Mapping

from tongban.core.items.catalogue import Terms
from tongban.core.items.limits import route_between
from tongban.core.json_values import JsonObject, text_of

COPIED = ("disease", "service_month")


def facts_of(
    terms: Terms, form: JsonObject, *, situations: Iterable[str]
) -> Mapping[str, str]:
    """Return audience, situation, route, disease and month of service.

    The route is computed from the two regions, never typed (SD28 10, 11).
    """
    facts = {
        "audience": terms.audience.value,
        "situation": ",".join(situations),
    }
    for name in COPIED:
        if text_of(form, name):
            facts[name] = text_of(form, name)
    origin, destination = text_of(form, "from_region"), text_of(form, "to_region")
    if origin and destination:
        facts["route"] = route_between(origin, destination)
    return facts
