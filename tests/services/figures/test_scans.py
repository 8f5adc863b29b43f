"""Scan rates come from the uses of the demo, and name the step nobody scans."""

from datetime import timedelta

from tests.region import LOADED_AT
from tests.services.cases.stage import actor

from tongban.core.credentials.purposes import Purpose
from tongban.core.figures.counting import Span
from tongban.records.credentials.models import CredentialUse
from tongban.services.access.scope import scoped
from tongban.services.demo.credentials import load_demo_credentials
from tongban.services.figures.scans import scan_rates

TODAY = LOADED_AT.date()
MONTH = Span(TODAY - timedelta(days=30), TODAY)


def test_visitors_are_people_by_day_and_steps_their_share():
    load_demo_credentials(LOADED_AT)
    supervisor = actor("supervisor", TODAY)
    with scoped(supervisor):
        lines = {line.place: line for line in scan_rates(supervisor, MONTH)}
    hospital = lines["潍坊示例市立医院"]
    uses = CredentialUse.objects.filter(place="潍坊示例市立医院")
    days = {(use.credential_id, use.at.date()) for use in uses}
    assert hospital.visitors == len(days)
    assert hospital.share_of(Purpose.REGISTER) == 10_000
    assert 0 < hospital.share_of(Purpose.EXAMINE) < 10_000
    assert lines["潍坊示例大药房奎文店"].lowest is None


def test_a_day_without_uses_has_no_lines():
    first = TODAY - timedelta(days=900)
    assert scan_rates(actor("supervisor", TODAY), Span(first, first)) == ()
