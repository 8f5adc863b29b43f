"""Standard phrases (常用意见): one's own, and those of the office and above."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may, may
from tongban.core.refusals import Refusal
from tongban.records.desk.models import PHRASE_MAX, Phrase
from tongban.records.offices.models import Office
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import Envelope
from tongban.services.staff.register import sender_of

PHRASES_MAX: Final = 50
PhraseKind = Phrase.Kind


class PhraseNeeded(Refusal):
    """A phrase has words."""

    code = "desk.phrase_needed"

    def __init__(self) -> None:
        super().__init__("Write the phrase.", most=PHRASE_MAX)


class PhraseTwice(Refusal):
    """The same phrase is in use already."""

    code = "desk.phrase_twice"

    def __init__(self) -> None:
        super().__init__("This phrase is there already.")


class TooManyPhrases(Refusal):
    """Somebody, or an office, keeps at most fifty phrases."""

    code = "desk.too_many_phrases"

    def __init__(self) -> None:
        super().__init__(f"At most {PHRASES_MAX} phrases.", most=PHRASES_MAX)


class PhraseUnknown(Refusal):
    """No phrase of this id may be taken out of use by this person."""

    code = "desk.phrase_unknown"

    def __init__(self) -> None:
        super().__init__("No such phrase of yours.")


class WordsArePhrase(Refusal):
    """A negative decision needs words of its own."""

    code = "desk.words_are_a_phrase"

    def __init__(self) -> None:
        super().__init__("Write what happened in this case.")


class Owner(StrEnum):
    """Whose phrase it is."""

    MINE = "mine"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class PhraseLine:
    """One phrase; ``owner_name`` is the office of one that is not one's own."""

    id: int
    kind: str
    text: str
    owner: Owner
    owner_name: str
    may_retire: bool


def phrases_in_use(actor: Actor, *, kind: str = "") -> tuple[PhraseLine, ...]:
    """Return what one may pick: one's own first, then the nearest office's."""
    rows = Phrase.objects.filter(_reached(actor), retired_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    nearest = rows.annotate(depth=Length("office_path")).order_by(
        "kind", "account", "-depth", "pk"
    )
    names = dict(Office.objects.values_list("path", "name"))
    return tuple(_line(row, actor, names) for row in nearest)


def may_keep_for_office(actor: Actor) -> bool:
    """Say whether this person keeps the phrases of their office."""
    return may(actor, Act.DISTRIBUTE, office_path=actor.office_path)


@transaction.atomic
def add_phrase(envelope: Envelope, *, kind: str, text: str, owner: Owner) -> None:
    """Put a phrase into use; sending it again changes nothing.

    Those of an office are kept by who leads its work.
    """
    envelope.check()
    actor, account = envelope.actor, sender_of(envelope)
    plain = " ".join(text.split())[:PHRASE_MAX]
    if not plain:
        raise PhraseNeeded
    if owner is Owner.OFFICE:
        check_may(actor, Act.DISTRIBUTE, office_path=actor.office_path)
    own = owner is Owner.MINE
    holder = {"account_id": account} if own else {"account": None}
    former = Phrase.objects.filter(made_by_id=account, key=envelope.key).first()
    if former is not None:
        if (former.kind, former.text) != (kind, plain):
            raise RequestKeyReused
        return
    used = Phrase.objects.filter(
        office_path=actor.office_path, retired_at=None, kind=kind, **holder
    )
    if used.filter(text=plain).exists():
        raise PhraseTwice
    if used.count() >= PHRASES_MAX:
        raise TooManyPhrases
    Phrase.objects.create(
        kind=PhraseKind(kind),
        text=plain,
        account_id=account if own else None,
        office_path=actor.office_path,
        made_by_id=account,
        made_at=envelope.now,
        key=envelope.key,
    )


@transaction.atomic
def retire_phrase(envelope: Envelope, *, phrase_id: int) -> None:
    """Take a phrase out of use; doing it again changes nothing."""
    row = Phrase.objects.select_for_update().filter(pk=phrase_id).first()
    if row is None or not _may_retire(row, envelope.actor):
        raise PhraseUnknown
    if row.retired_at is None:
        row.retired_at = envelope.now
        row.save(update_fields=["retired_at"])


def _reached(actor: Actor) -> Q:
    """Return the condition for one's own phrases and those of the offices above."""
    parts = [part for part in actor.office_path.split("/") if part]
    above = ["/" + "/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)]
    office = Q(account=None, office_path__in=above)
    return Q(account_id=actor.account_id) | office


def _may_retire(row: Phrase, actor: Actor) -> bool:
    if row.account_id is not None:
        return row.account_id == actor.account_id
    return row.office_path == actor.office_path and may_keep_for_office(actor)


def _line(row: Phrase, actor: Actor, names: dict[str, str]) -> PhraseLine:
    own = row.account_id is not None
    return PhraseLine(
        id=row.pk,
        kind=row.kind,
        text=row.text,
        owner=Owner.MINE if own else Owner.OFFICE,
        owner_name="" if own else names.get(row.office_path, ""),
        may_retire=_may_retire(row, actor),
    )


def check_own_words(actor: Actor, words: str, *, starters: tuple[str, ...]) -> None:
    """Refuse words for a negative decision that are nothing but a phrase."""
    used = (*starters, *(line.text for line in phrases_in_use(actor)))
    plain = {_bare(phrase) for phrase in used}
    if words.strip() and _bare(words) in plain:
        raise WordsArePhrase


def _bare(words: str) -> str:
    return "".join(one for one in words if one.isalnum())
