"""From the ticket in the hand to a bad rating of the visit, by phone."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page
from tests.journeys.test_hall import NINE, opened, sent  # noqa: F401
from tests.journeys.window import sideways
from tests.services.cases.stage import actor
from tests.services.queues.hall import OFFICE, done, seated

from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.records.ratings.models import Correction
from tongban.services.cases.envelope import Envelope
from tongban.services.queues.calling import call_next

PHONE = {"width": 390, "height": 844}


def serve(sent: Envelope) -> Ticket:  # noqa: F811 - the envelope of the hall
    """Let the clerk call the one ticket and end the visit."""
    seated("clerk1", ServiceWindow.objects.get().pk)
    clerk = replace(sent, actor=actor("clerk1", sent.today), key="call")
    done("clerk1", call_next(clerk), 5)
    return Ticket.objects.get()


@pytest.mark.parametrize("elder", [False, True])
def test_a_visitor_scans_the_ticket_types_its_code_and_rates(
    live_server,
    page: Page,
    sent,  # noqa: F811 - a fixture
    accessibility_faults,
    elder,
):
    opened(page, live_server.url, sent, "kiosk")
    page.goto(f"{live_server.url}/kiosk/{OFFICE}/take/")
    page.get_by_role("button", name="咨询").first.click()
    page.locator(".kiosk-ticket").wait_for()
    row = serve(sent)
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    if elder:
        cookie = {"name": "elder", "value": "yes", "url": live_server.url}
        page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/rate/visit/{OFFICE}-{NINE:%Y%m%d}-{row.number}/")
    assert accessibility_faults() == []
    assert not sideways(page)
    page.fill("[name=ticket_code]", row.code)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="不满意", exact=True).click()
    assert accessibility_faults() == []
    page.get_by_label("态度生硬、推诿").check()
    page.get_by_role("button", name="提交评价").click()
    assert "整改进度" in page.inner_text("main")
    assert Correction.objects.get().rating.ticket_id == row.pk
