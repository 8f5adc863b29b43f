"""Who visits the pages, and what they read there."""

import html
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client

from tongban.records.accounts.models import Account

MONDAY = datetime(2023, 9, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BACKEND = "django.contrib.auth.backends.ModelBackend"
_TAGS = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


def signed_in(login_name: str) -> Client:
    client = Client()
    account = Account.objects.get(login_name=login_name)
    client.force_login(account, backend=BACKEND)
    return client


def words(response: HttpResponse) -> str:
    """What a person reads on the page, without tags."""
    return plain(response.content.decode())


def plain(markup: str) -> str:
    """Markup without tags and runs of space."""
    return _SPACE.sub(" ", html.unescape(_TAGS.sub(" ", markup)))


def hidden(response: HttpResponse, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(
        rf'type="hidden" name="{name}" value="([^"]*)"', response.content.decode()
    )
    assert found, f"no hidden field {name}"
    return found.group(1)
