"""The stage of one scenario: who acts, which case is meant, what names stand for."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.cases.view import CaseView, fold
from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    Audience,
    Channel,
    ServiceItem,
    SituationGroup,
    Terms,
)
from tongban.core.items.situations import materials_for
from tongban.core.json_values import Json, JsonObject, text_of, texts_of
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.services.access.queries import actor_of
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.forms import properties_of
from tongban.services.items.catalogue import book
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
_OF_UNITS: Final[Mapping[str, Audience]] = {
    PartyKind.EMPLOYER.value: Audience.EMPLOYER,
    PartyKind.SCHOOL.value: Audience.SCHOOL,
    PartyKind.INSTITUTION.value: Audience.PROVIDER,
    PartyKind.PHARMACY.value: Audience.PHARMACY,
}


class WordUnknown(Refusal):
    """A scenario uses a word that nothing here goes by; never an expected answer."""

    code = "scenarios.word_unknown"

    def __init__(self, *, kind: str, word: str) -> None:
        super().__init__(f"{kind}: {word}", kind=kind, word=word)


@dataclass
class Stage:
    """What a scenario has put on stage so far.

    ``last`` is the step and envelope that 重发 sends once more.
    """

    scenario: Scenario
    numbers: dict[str, str] = field(default_factory=dict)
    receipt: Receipt | None = None
    batch: str = ""
    last: tuple[Step, Envelope] | None = None

    def envelope(self, step: Step) -> Envelope:
        """Return the envelope of a step; its key names scenario and step."""
        actor = actor_named(step)
        usual = Channel.COUNTER if actor.kind is ActorKind.STAFF else Channel.ONLINE
        digest = hashlib.sha256(self.scenario.name.encode()).hexdigest()
        return Envelope(
            actor=actor,
            now=step.at,
            key=f"scenario-{digest[:16]}-{step.place}",
            channel=CHANNELS.get(text_of(step.fields, "渠道"), usual),
        )

    def number(self, step: Step) -> str:
        """Return the number of the case a step means."""
        name = text_of(step.fields, "办件") or LAST_CASE
        if name not in self.numbers:
            raise WordUnknown(kind="办件", word=name)
        return self.numbers[name]

    def open(self, step: Step, receipt: Receipt) -> None:
        """Remember the case an application opened or joined."""
        self.receipt = receipt
        self.numbers[LAST_CASE] = receipt.number
        name = text_of(step.fields, "称为")
        if name:
            self.numbers[name] = receipt.number

    def keep(self, receipt: Receipt) -> None:
        """Remember the last answer."""
        self.receipt = receipt

    def record(self, step: Step) -> Case:
        """Return the case a step means, as it stands."""
        return Case.objects.select_related("party").get(number=self.number(step))

    def terms(self, step: Step) -> Terms:
        """Return the terms of the case a step means."""
        return terms_by_digest(self.record(step).terms_digest)

    def view(self, step: Step) -> CaseView:
        """Return what the events of the case add up to."""
        return fold(engine.events_of(self.record(step)))

    def version(self) -> tuple[tuple[str, int], ...]:
        """Return the version of every case of this scenario, to compare later."""
        rows = Case.objects.filter(number__in=self.numbers.values())
        return tuple(rows.order_by("number").values_list("number", "version"))


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


def party_named(login: str) -> Party:
    """Return the party a demo account stands for."""
    found = account_named(login).party
    if found is None:
        raise WordUnknown(kind="申请人", word=login)
    return found


def item_named(word: Json, step: Step) -> ServiceItem:
    """Return an item by name, number or code: as of that day, else as of the last.

    An item not yet in force is found too, so that the service can refuse it.
    """
    latest = book().effective_days()[-1]
    for on in (step.at.date(), latest):
        for item in items_on(DEMO_CITY, on):
            if str(word) in (item.name, item.code, str(item.number)):
                return item
    raise WordUnknown(kind="事项", word=str(word))


def audience_named(step: Step, party: Party) -> Audience:
    """Return the audience a step names, else what the applicant is."""
    word = text_of(step.fields, "身份")
    if word:
        return AUDIENCES[word]
    employed = party.scheme == Scheme.EMPLOYEE.value
    insured = Audience.EMPLOYEE if employed else Audience.RESIDENT
    return _OF_UNITS.get(party.kind, insured)


def situations_named(terms: Terms, words: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of answers given by name or code, in the order given.

    A word two questions share answers the first one still open.
    """
    chosen: list[str] = []
    for word in words:
        fitting = [
            option.code
            for group in terms.situations
            if group.multiple or not _is_answered(group, chosen)
            for option in group.options
            if word in (option.name, option.code) and option.code not in chosen
        ]
        if not fitting:
            raise WordUnknown(kind="情形", word=word)
        chosen.append(fitting[0])
    return tuple(chosen)


def with_first_answers(terms: Terms, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return the answers with the first option for every question left open."""
    firsts = (
        group.options[0].code
        for group in terms.situations
        if not group.multiple and not _is_answered(group, chosen)
    )
    return (*chosen, *firsts)


def _is_answered(group: SituationGroup, chosen: Sequence[str]) -> bool:
    return any(option.code in chosen for option in group.options)


def material_named(terms: Terms, situations: tuple[str, ...], word: str) -> str:
    """Return a material's code by name or code; an unlisted word stays itself.

    The service then refuses it by the name the scenario gave.
    """
    asked = materials_for(terms, frozenset(situations))
    for material in (*asked, *terms.materials):
        if word in (material.name, material.code):
            return material.code
    return word


def materials_named(
    terms: Terms, situations: tuple[str, ...], words: Iterable[str]
) -> tuple[str, ...]:
    """Return the codes of several materials."""
    return tuple(material_named(terms, situations, word) for word in words)


def subject_named(terms: Terms, situations: tuple[str, ...], word: str) -> str:
    """Return the subject of a lack: a field by title or name, else a material."""
    material = material_named(terms, situations, word)
    if material != word:
        return material
    for name, rules in properties_of(terms).items():
        if word in (name, rules.get("title")):
            return f"field:{name}"
    return word


def fields_named(terms: Terms, changes: Json) -> dict[str, Json]:
    """Return form values by field name for their titles or names."""
    if not isinstance(changes, Mapping):
        return {}
    known = {
        str(rules.get("title", name)): name
        for name, rules in properties_of(terms).items()
    }
    return {known.get(word, word): value for word, value in changes.items()}


def names_of(fields: JsonObject, key: str) -> tuple[str, ...]:
    """Return the list under a key; one word counts as a list of one."""
    value = fields.get(key)
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return (str(value),)
    return texts_of(fields, key)
