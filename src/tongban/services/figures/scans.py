"""How many visitors show their 医保码 at each step, by place (扫码率)."""

from typing import Final

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, Concat, TruncDate

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.figures.counting import Span
from tongban.core.figures.scans import ScanLine, scan_lines
from tongban.records.credentials.models import CredentialUse
from tongban.records.security.row_conditions import below
from tongban.services.cases.envelope import CHINA
from tongban.services.figures.measures import within

PLACES_MAX: Final = 200


def scan_rates(actor: Actor, span: Span) -> tuple[ScanLine, ...]:
    """Return the places of the actor's office and below with their steps.

    A visitor is one person on one day at one place, whatever they did there.
    """
    check_may(actor, Act.SEE_FIGURES.value)
    uses = (
        CredentialUse.objects.filter(
            below("office_path", actor.office_path), within("at", span)
        )
        .annotate(day=TruncDate("at", tzinfo=CHINA))
        .annotate(
            visitor=Concat(
                Cast(F("credential_id"), CharField()),
                Value(" "),
                Cast(F("day"), CharField()),
                output_field=CharField(),
            )
        )
        .order_by()
    )
    counted = Count("visitor", distinct=True)
    places = uses.values_list("place").annotate(count=counted).order_by("-count")
    visitors = dict(places[:PLACES_MAX])
    steps = uses.values_list("place", "purpose").annotate(count=counted)
    return scan_lines(visitors, {(place, step): count for place, step, count in steps})
