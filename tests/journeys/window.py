"""What people at the desk do in the browser, step by step."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from tongban.records.accounts.models import Account
from tongban.services.demo.roster import demo_password
from tongban.services.timekeeping.operations import set_clock

CHINA = ZoneInfo("Asia/Shanghai")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SIX_DIGITS = re.compile(r"(?<!\d)(\d{6})(?!\d)")


def sideways(page: Page) -> int:
    """By how many pixels a page can be scrolled sideways, once it is whole.

    Text can be seen before the last style sheet has come, so the load is waited for.
    """
    page.wait_for_load_state("load")
    pixels: int = page.evaluate(
        "(e => e.scrollWidth - e.clientWidth)(document.documentElement)"
    )
    return pixels


class Desk:
    """One browser page at the desk of a site."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site

    def sign_in(self, login_name: str) -> None:
        """Sign somebody in, whoever was there before."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/staff/sign-in/")
        self.page.fill("[name=login_name]", login_name)
        self.page.fill("[name=password]", demo_password())
        self.page.click("main form button.primary")
        code = SIX_DIGITS.search(self.page.inner_text("main"))
        assert code is not None
        self.page.fill("[name=code]", code.group(1))
        self.page.click("main form button.primary")
        self.page.wait_for_url(f"{self.site}/desk/")

    def identify(self, login_name: str) -> None:
        """Identify the party of a demo account at the window."""
        account = Account.objects.select_related("party").get(login_name=login_name)
        assert account.party is not None
        self.page.get_by_role("link", name="接待下一位").click()
        self.page.fill("[name=identifier]", account.party.identifier)
        self.page.get_by_role("button", name="核验并接待").click()

    def choose_item(self, asked: str, audience: str) -> None:
        self.page.fill("[name=q]", asked)
        self.page.get_by_role("button", name="查找").click()
        choice = self.page.locator(".desk-items button").filter(has_text=audience)
        choice.first.click()

    def answer(self, question: str, words: str) -> None:
        """Give one answer to a question about the situation."""
        group = self.page.locator("fieldset").filter(has_text=question)
        group.get_by_label(words, exact=False).first.check()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words).first.click()

    def open_case(self, number: str) -> None:
        """Open a case through the search of the first page."""
        self.page.goto(f"{self.site}/desk/")
        self.page.fill("[name=number]", number)
        self.page.get_by_role("button", name="打开").click()

    def panel(self, do: str) -> Locator:
        return self.page.locator(f"#{do}")

    def words(self) -> str:
        return self.page.inner_text("main")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


def put_clock(day: str, hour: int = 10) -> None:
    moment = datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=CHINA)
    set_clock(moment=moment, set_by="journey")
