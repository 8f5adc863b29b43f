"""The register's history in words: what changed, from what to what, by what cause.

Values that identify somebody are masked; columns without a word of their own
(inner numbers) are left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tongban.core.access.masking import (
    mask_address,
    mask_bank_account,
    mask_identifier,
    mask_name,
    mask_phone,
)
from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.employers import EMPLOYER_KIND_WORDS, EMPLOYER_STATE_WORDS
from tongban.core.enrolment.kinds import (
    COVER_STATE_WORDS,
    PERSON_KIND_WORDS,
    SEX_WORDS,
)
from tongban.core.enrolment.premiums import TIER_WORDS
from tongban.core.json_values import Json, JsonObject
from tongban.core.money import yuan_text
from tongban.records.enrolment.models import EmployerEvent, PersonEvent
from tongban.records.parties.models import Party
from tongban.services.items.queries import has_region, region_full_name
from tongban.services.messages.queries import sentences

LINES_PER_PAGE: Final = 20
_FEN: Final = "_fen"
_PARTY: Final = frozenset({"employer_id", "former_id", "successor_id"})
_REGION: Final = frozenset({"region", "household_region"})
_SEALED: Final[Mapping[str, Callable[[str], str]]] = {
    "name": mask_name,
    "identifier": mask_identifier,
    "phone": mask_phone,
    "address": mask_address,
    "bank_account": mask_bank_account,
}
_CODED: Final[Mapping[str, Mapping[str, str]]] = {
    "scheme": {code.value: word for code, word in SCHEME_WORDS.items()},
    "sex": {code.value: word for code, word in SEX_WORDS.items()},
    "tier": {code.value: word for code, word in TIER_WORDS.items()},
    "paid_tier": {code.value: word for code, word in TIER_WORDS.items()},
    "kind": {
        **{code.value: word for code, word in PERSON_KIND_WORDS.items()},
        **{code.value: word for code, word in EMPLOYER_KIND_WORDS.items()},
    },
    "state": {
        **{code.value: word for code, word in EMPLOYER_STATE_WORDS.items()},
        **{code.value: word for code, word in COVER_STATE_WORDS.items()},
    },
}
_Event = PersonEvent | EmployerEvent


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column: its word, what stood there, what stands there since."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row made or changed; ``case_number`` is empty for other causes."""

    at: datetime
    what: str
    changes: tuple[FieldChange, ...]
    cause: str
    case_number: str
    is_new: bool
    taken_back: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of a history, the latest first."""

    lines: tuple[HistoryLine, ...]
    page: int
    pages: int
    total: int


def history_of_person(party_id: int, *, page: int) -> HistoryPage:
    """Return a page of what changed in a person's part of the register."""
    return _page(PersonEvent, "person_id", party_id, page)


def history_of_employer(party_id: int, *, page: int) -> HistoryPage:
    """Return a page of what changed in an employer's part of the register."""
    return _page(EmployerEvent, "employer_id", party_id, page)


def standing_changes_of(case_number: str) -> tuple[HistoryLine, ...]:
    """Return what a case changed and what still stands: what undoing takes back."""
    events: list[_Event] = []
    for model in (EmployerEvent, PersonEvent):
        events += model.objects.filter(
            case__number=case_number, reverses=None, reversed_by=None
        ).select_related("case")
    events.sort(key=lambda event: event.at)
    return _lines(events)


def _page(
    model: type[PersonEvent | EmployerEvent], owner: str, party_id: int, page: int
) -> HistoryPage:
    rows = model.objects.filter(**{owner: party_id}).order_by("-pk")
    total = rows.count()
    pages = max(1, -(-total // LINES_PER_PAGE))
    place = min(max(page, 1), pages)
    shown = rows.select_related("case", "reversed_by")[
        (place - 1) * LINES_PER_PAGE : place * LINES_PER_PAGE
    ]
    return HistoryPage(_lines(list(shown)), place, pages, total)


def _lines(events: Iterable[_Event]) -> tuple[HistoryLine, ...]:
    kept = list(events)
    names = _names(kept)
    return tuple(
        HistoryLine(
            at=event.at,
            what=word("what", event.what),
            changes=tuple(_changes(event, names)),
            cause=_cause(event),
            case_number=event.case.number if event.case else "",
            is_new=not event.old,
            taken_back=getattr(event, "reversed_by", None) is not None,
        )
        for event in kept
    )


def _cause(event: _Event) -> str:
    code = event.source or ("case" if event.case_id else "")
    return word("source", code) if code else ""


def _changes(event: _Event, names: Mapping[int, str]) -> Iterator[FieldChange]:
    for field, value in event.new.items():
        label = sentences().get(f"register.field.{field}", "")
        old, new = (_said(field, one, names) for one in (event.old.get(field), value))
        if label and old != new:
            yield FieldChange(label, old, new)


def _said(field: str, value: Json, names: Mapping[int, str]) -> str:
    """Return a value as people read it; nothing for none."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return _number(field, value, names)
    if isinstance(value, list):
        return _span(value)
    text = "" if value is None else str(value)
    if text and field in _SEALED:
        return _SEALED[field](text)
    if field in _REGION and has_region(text):
        return region_full_name(text)
    return _CODED.get(field, {}).get(text, text)


def _number(field: str, value: int, names: Mapping[int, str]) -> str:
    if field in _PARTY:
        return names.get(value, "")
    return yuan_text(value) if field.endswith(_FEN) else str(value)


def _span(value: list[Json]) -> str:
    first, end = (
        None if one is None else date.fromisoformat(str(one)) for one in value
    )
    begun = "" if first is None else f"{first}起"
    return begun if end is None else f"{begun}到{end - ONE_DAY}"


def _names(events: Iterable[_Event]) -> Mapping[int, str]:
    wanted = {
        value
        for event in events
        for values in (event.old, event.new)
        for value in _parties(values)
    }
    return {row.pk: row.name for row in Party.objects.filter(pk__in=wanted)}


def _parties(values: JsonObject) -> Iterator[int]:
    for field in _PARTY:
        value = values.get(field)
        if isinstance(value, int):
            yield value


def word(family: str, code: str) -> str:
    """Return the register's word for a code; the code itself when it has none."""
    return sentences().get(f"register.{family}.{code}", code)
