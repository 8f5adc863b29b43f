"""The stage of one scenario: who acts, which case is meant, what names stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    Audience,
    Channel,
    ServiceItem,
    Terms,
)
from tongban.core.items.situations import materials_for
from tongban.core.json_values import Json, JsonObject, text_of, texts_of
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.forms import properties_of
from tongban.services.items.pinning import terms_by_digest
from tongban.services.items.queries import items_on
from tongban.services.scenarios.reading import Scenario, Step

PUBLIC: Final = "公众"
LAST_CASE: Final = "办件"
DEMO_CITY: Final = "370700"
AUDIENCES: Final[Mapping[str, Audience]] = {
    word: code for code, word in AUDIENCE_WORDS.items()
}
CHANNELS: Final[Mapping[str, Channel]] = {
    word: code for code, word in CHANNEL_WORDS.items()
}


class WordUnknown(Refusal):
    """A scenario uses a word that nothing here goes by."""

    code = "scenarios.word_unknown"

    def __init__(self, *, kind: str, word: str) -> None:
        super().__init__(f"{kind}: {word}", kind=kind, word=word)


@dataclass
class Stage:
    """What a scenario has put on stage so far."""

    scenario: Scenario
    numbers: dict[str, str] = field(default_factory=dict)
    receipt: Receipt | None = None
    batch: str = ""

    def envelope(self, step: Step, *, part: str = "") -> Envelope:
        """Return the envelope of a step; its key names scenario and step."""
        actor = actor_named(step)
        word = text_of(step.fields, "渠道")
        if word and word not in CHANNELS:
            raise WordUnknown(kind="渠道", word=word)
        usual = Channel.COUNTER if actor.kind is ActorKind.STAFF else Channel.ONLINE
        return Envelope(
            actor=actor,
            now=step.at,
            key=f"{abs(hash(self.scenario.name)) % 10**12}-{step.place}{part}",
            channel=CHANNELS.get(word, usual),
        )

    def number(self, step: Step) -> str:
        """Return the number of the case a step means."""
        name = text_of(step.fields, "办件") or LAST_CASE
        if name not in self.numbers:
            raise WordUnknown(kind="办件", word=name)
        return self.numbers[name]

    def keep(self, step: Step, receipt: Receipt) -> None:
        """Remember the case a step opened or changed."""
        self.receipt = receipt
        self.numbers[LAST_CASE] = receipt.number
        name = text_of(step.fields, "称为")
        if name:
            self.numbers[name] = receipt.number

    def record(self, step: Step) -> Case:
        """Return the case a step means, as it stands."""
        return Case.objects.select_related("party").get(number=self.number(step))

    def terms(self, step: Step) -> Terms:
        """Return the terms of the case a step means."""
        return terms_by_digest(self.record(step).terms_digest)


def actor_named(step: Step) -> Actor:
    """Return who acts: a demo login, or the public."""
    if step.who == PUBLIC:
        return Actor(kind=ActorKind.CITIZEN, account_id=None, name=PUBLIC)
    return actor_of(account_named(step.who), step.at.date())


def account_named(login: str) -> Account:
    """Return a demo account by its login name."""
    found = Account.objects.filter(login_name=login).first()
    if found is None:
        raise WordUnknown(kind="账号", word=login)
    return found


def item_named(step: Step) -> ServiceItem:
    """Return an item by name, number or code, as it holds that day."""
    word = str(step.fields.get("事项", ""))
    for item in items_on(DEMO_CITY, step.at.date()):
        if word in (item.name, item.code, str(item.number)):
            return item
    raise WordUnknown(kind="事项", word=word)


def audience_named(step: Step, item: ServiceItem) -> Audience:
    """Return the audience a step names, else the item's first."""
    word = text_of(step.fields, "身份")
    if not word:
        return item.audiences[0]
    if word not in AUDIENCES:
        raise WordUnknown(kind="身份", word=word)
    return AUDIENCES[word]


def situations_named(terms: Terms, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return situation codes for their names or codes."""
    known = {
        word: option.code
        for group in terms.situations
        for option in group.options
        for word in (option.name, option.code)
    }
    return tuple(_known(known, word, kind="情形") for word in words)


def materials_named(
    terms: Terms, situations: tuple[str, ...], words: tuple[str, ...]
) -> tuple[str, ...]:
    """Return material codes for their names or codes; unknown words stay."""
    known = {
        word: material.code
        for material in materials_for(terms, frozenset(situations))
        for word in (material.name, material.code)
    }
    return tuple(known.get(word, word) for word in words)


def fields_named(terms: Terms, changes: JsonObject) -> dict[str, Json]:
    """Return form values by field name for their titles or names."""
    known = {str(rules.get("title", name)): name for name, rules in _fields(terms)}
    return {known.get(word, word): value for word, value in changes.items()}


def subject_named(terms: Terms, situations: tuple[str, ...], word: str) -> str:
    """Return the subject of a lack: a material's code, or a field."""
    for material in materials_for(terms, frozenset(situations)):
        if word in (material.name, material.code):
            return material.code
    for name, rules in _fields(terms):
        if word in (name, rules.get("title")):
            return f"field:{name}"
    return word


def names_of(step: Step, key: str) -> tuple[str, ...]:
    """Return the list under a key; one word counts as a list of one."""
    value = step.fields.get(key)
    return (value,) if isinstance(value, str) else texts_of(step.fields, key)


def _fields(terms: Terms) -> list[tuple[str, Mapping[str, object]]]:
    return list(properties_of(terms).items())


def _known(known: Mapping[str, str], word: str, *, kind: str) -> str:
    if word not in known:
        raise WordUnknown(kind=kind, word=word)
    return known[word]
