"""One's own code: for citizens, short-lived, and read by a terminal of a hall."""

import html
import re

from django.test import Client
from tests.portals.citizen.visitors import signed_in, words
from tests.portals.hall.devices import KIOSK, identifier_of, opened


def shown_code(client: Client) -> str:
    page = client.get("/my/code/").content.decode()
    found = re.search(r'<p class="figures">([^<]+)</p>', page)
    assert found
    return html.unescape(found.group(1))


def test_the_code_on_ones_phone_begins_a_visit_at_a_terminal(zhaolei):
    kiosk = opened("kiosk")
    answer = kiosk.post(f"{KIOSK}who/", {"code": shown_code(zhaolei)})
    assert answer.status_code == 302
    assert "赵*，您好" in words(kiosk.get(KIOSK))


def test_the_page_holds_a_code_and_no_number(zhaolei):
    page = zhaolei.get("/my/code/")
    assert "data:image/svg+xml" in page.content.decode()
    assert identifier_of("zhaolei") not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_a_code_is_for_citizens():
    assert Client().get("/my/code/").status_code == 302
    assert signed_in("hr-machinery").get("/my/code/").status_code == 403
