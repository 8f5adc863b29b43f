"""Citizens who browse and file at the same time (locust); run by ``make bench``.

    CROWD_SESSIONS=FILE CROWD_FIRST=0 locust -f tools/crowd.py --headless -u 200 --host http://…

Every user is another citizen with a session that ``tongban.config.bench.citizens``
opened: most read, some look at their cases, some file to the receipt.
"""

import json
import os
from datetime import datetime, timedelta
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from locust import HttpUser, between, task

SESSIONS: Final = json.loads(Path(os.environ["CROWD_SESSIONS"]).read_text())
TURNS: Final = count(int(os.environ.get("CROWD_FIRST", "0")))
CHINA: Final = ZoneInfo("Asia/Shanghai")
AHEAD: Final = timedelta(days=9)
READING: Final = (
    "/",
    "/items/",
    "/items/inpatient-reimbursement/",
    "/items/long-term-residence-filing/",
    "/items/?q=看病报销",
    "/clock/?accepted=2023-09-22&working_days=15",
    "/regions/370700/",
    "/progress/",
)
FILING: Final = "/apply/long-term-residence-filing/"
ANSWERS: Final = {
    "s.residence": "settled",
    "place": "北京市",
    "start_on": f"{datetime.now(CHINA) + AHEAD:%Y-%m-%d}",  # noqa: TID251 - a tool
    "promise": "yes",
    "collect": "online",
    "go": "next",
}
PAGES_OF_WIZARD_MAX: Final = 9
ROUND: Final = 10
LOOKING: Final = (4, 8)


class Form(HTMLParser):
    """The first form of the main part with a primary button: what it would send."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.choice = ""
        self.pressed = False
        self.feed(markup[markup.find("<main") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather fields with the values a browser would send."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            self.pressed = False
        elif self.forms and tag == "button":
            self._button(said)
        elif self.forms and tag == "option":
            self._option(said)
        elif self.forms and "name" in said:
            self._field(tag, said)

    def _option(self, said: dict[str, str]) -> None:
        fields = self.forms[-1]
        if "selected" in said or not fields.get(self.choice):
            fields[self.choice] = said.get("value", "")

    def _button(self, said: dict[str, str]) -> None:
        if not self.pressed and said.get("name"):  # the first one, as Enter presses it
            self.forms[-1][said["name"]] = said.get("value", "")
        self.pressed = True

    def _field(self, tag: str, said: dict[str, str]) -> None:
        fields, name, value = self.forms[-1], said["name"], said.get("value", "")
        kind = said.get("type", "")
        if tag == "select":
            self.choice = name
            fields[name] = ""
        elif kind == "radio":  # the first one, unless another is chosen
            fields[name] = value if "checked" in said else fields.get(name) or value
        elif kind == "checkbox":
            fields.setdefault(name, value if "checked" in said else "")
        else:
            fields[name] = value

    def sent(self) -> dict[str, str]:
        """Return the largest form, which is the one of the page."""
        return max(self.forms, key=len, default={})


class Citizen(HttpUser):
    """Somebody with a phone, who thinks between two pages."""

    wait_time = between(1, 5)
    turn = 0
    filed = False

    def on_start(self) -> None:
        """Come in with the session of the next citizen."""
        self.turn = next(TURNS)
        self.client.cookies.set("sessionid", SESSIONS[self.turn % len(SESSIONS)])

    @task
    def act(self) -> None:
        """Do the next thing: of ten turns one files, two look, the others read.

        Everybody begins elsewhere in the round and files once: a second filing
        while one is in force is refused, and rightly.
        """
        turn = self.turn % ROUND
        self.turn += 1
        if turn == 0 and not self.filed:
            self.filed = True
            self.file()
        elif turn in LOOKING:
            self.look_at_own_cases()
        else:
            self.read()

    def read(self) -> None:
        """Read one public page after another."""
        path = READING[self.turn % len(READING)]
        self.client.get(path, name="浏览 " + path.split("?")[0])

    def look_at_own_cases(self) -> None:
        """Look at one's own cases and messages."""
        self.client.get("/my/", name="我的办件")
        self.client.get("/my/messages/", name="我的消息")

    def file(self) -> None:
        """File an application from its first page to the receipt."""
        page = self.client.get(FILING, name="申办：须知")
        url = FILING
        for _ in range(PAGES_OF_WIZARD_MAX):
            sent = {**Form(page.text).sent()}
            sent |= {
                name: value for name, value in ANSWERS.items() if name in sent and value
            }
            page = self.client.post(
                url, sent, headers={"Referer": self.host or ""}, name="申办：一步"
            )
            url = str(page.url)
            if "/receipt/" in url:
                return
