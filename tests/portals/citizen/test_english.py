"""Guides and wizard of the items foreigners use say everything in English too.

SD28 2 and 3 are open to residents from Hong Kong, Macao, Taiwan and abroad; 12
and 13 are what they need when they travel. Quotations of law stay in Chinese
and are marked so.
"""

from html import unescape

import pytest
from django.test import Client
from tests.portals.citizen.test_every_item import LOGINS, answers
from tests.portals.citizen.test_wizard import party_of, started
from tests.portals.citizen.visitors import signed_in

from tongban.core.items.catalogue import Channel
from tongban.core.items.terms import audiences_of
from tongban.core.language.markup import say_otherwise
from tongban.core.language.phrases import PhraseBook, has_chinese
from tongban.records.accounts.models import Account
from tongban.services.items.queries import items_on, terms_on
from tongban.services.language.queries import phrase_book
from tongban.services.timekeeping.queries import today

NUMBERS = (2, 3, 12, 13)
LEAVES = ("situation/", "form/", "materials/", "check/")


def pages_of(item, audience) -> list[str]:
    """The guide and every page of the wizard, before and after the first answers."""
    login = LOGINS[audience]
    client = signed_in(login)
    found = [_page(client, f"/items/{item.code}/?as={audience.value}")]
    terms = terms_on(item.code, audience, "370700", today())
    if Channel.ONLINE not in terms.channels:
        return found
    found.append(_page(client, f"/apply/{item.code}/"))
    draft = started(client, item.code, f"{party_of(login)}:{audience.value}")
    found += [_page(client, draft + leaf) for leaf in LEAVES]
    client.post(draft + "situation/", answers(terms))
    found += [_page(client, draft + leaf) for leaf in LEAVES]
    return found


def _page(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.clause("SD28-2", "SD28-3")
def test_guide_and_wizard_say_everything_in_english(number):
    missing: list[str] = []
    known = phrase_book()
    book = PhraseBook(known.whole, known.blanks, missing.append)
    item = next(one for one in items_on("370700", today()) if one.number == number)

    for audience in audiences_of(item):
        for page in pages_of(item, audience):
            say_otherwise(page, lambda text: book.say(unescape(text)))

    parties = Account.objects.exclude(party=None).select_related("party")
    names = {account.party.name for account in parties if account.party}
    assert sorted(set(missing) - names) == []


def test_the_page_arrives_in_english_and_the_form_sends_chinese():
    client = signed_in("wangjianguo")
    client.cookies["language"] = "en"
    page = _page(client, "/items/long-term-residence-filing/")

    assert "Apply online" in page
    assert '<html lang="en"' in page
    assert not has_chinese(page.split("<h1>")[1].split("</h1>")[0])
    draft = started(
        client, "long-term-residence-filing", f"{party_of('wangjianguo')}:employee"
    )
    client.post(draft + "situation/", {"s.residence": "settled"})
    filled = _page(client, draft + "form/")
    assert 'value="王建国"' in filled
