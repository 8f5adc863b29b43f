"""The form of a draft drawn from the schema of its file: groups, rows, fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from tongban.policy.overlay_form import Answers, Kind, Part, rows_in, words_in
from tongban.policy.shapes import Json
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.services.catalogue.forms import DraftForm

TEXT_MAX: Final = 4_000
LINE_MAX: Final = 200
Choices = Mapping[str, Sequence[tuple[str, str]]]
_DRAWN: Final[Mapping[Kind, FieldKind]] = {
    Kind.TEXT: FieldKind.TEXT,
    Kind.WHOLE: FieldKind.WHOLE,
    Kind.LINES: FieldKind.LONG_TEXT,
    Kind.PAIRS: FieldKind.LONG_TEXT,
    Kind.FLAG: FieldKind.YES_NO,
    Kind.CHOICE: FieldKind.SELECT,
    Kind.CHOICES: FieldKind.CHECKBOXES,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list; the last is empty and waits to be filled in."""

    title: str
    fields: tuple[Field, ...]
    drop: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the file: plain fields, or rows of them."""

    name: str
    title: str
    hint: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    summary: str
    opened: bool


def groups_of(form: DraftForm, wrong: Sequence[str]) -> tuple[Group, ...]:
    """Return the parts of a form; those in use, or with a mistake, stand open."""
    return tuple(_group(part, form, wrong) for part in form.parts)


def answers_in(sent: QueryDict) -> Answers:
    """Return what was sent the way the form's reader asks for it."""
    return Answers(one=lambda name: str(sent.get(name, "")), many=sent.getlist)


def _group(part: Part, form: DraftForm, wrong: Sequence[str]) -> Group:
    value = form.body.get(part.name)
    rows = tuple(_rows(part, value, form.options))
    count = len(rows) - 1 if rows else _count(value)
    return Group(
        name=part.name,
        title=part.title,
        hint=part.hint,
        fields=() if rows else tuple(_fields(part, value, form.options)),
        rows=rows,
        summary=f"{count} 项" if count else "没有",
        opened=bool(count) or part.required or part.name in wrong,
    )


def _count(value: Json) -> int:
    if isinstance(value, list | dict):
        return len(value)
    return 1 if value else 0


def _rows(part: Part, value: Json, options: Choices) -> Iterator[Row]:
    if part.kind is not Kind.ROWS:
        return
    rows = rows_in(part, value)
    for at, row in enumerate(rows):
        is_new = at == len(rows) - 1
        prefix = f"{part.name}.{at}."
        named = str(row.get("name") or row.get("label") or f"第 {at + 1} 项")
        yield Row(
            title="增加一项" if is_new else named,
            fields=tuple(
                field
                for inner in part.parts
                for field in _drawn(inner, row.get(inner.name), prefix, options)
            ),
            drop=f"{prefix}drop",
            is_new=is_new,
        )


def _fields(part: Part, value: Json, options: Choices) -> Iterator[Field]:
    if part.kind is Kind.RECORD:
        known = value if isinstance(value, dict) else {}
        for inner in part.parts:
            said = known.get(inner.name)
            yield from _drawn(inner, said, f"{part.name}.", options)
    else:
        yield from _drawn(part, value, "", options)


def _drawn(part: Part, value: Json, prefix: str, options: Choices) -> Iterator[Field]:
    name = prefix + part.name
    if part.kind is Kind.RECORD:
        known = value if isinstance(value, dict) else {}
        for inner in part.parts:
            yield from _drawn(inner, known.get(inner.name), f"{name}.", options)
        return
    offered = options.get(part.options, ()) if part.options else ()
    if part.kind in {Kind.CHOICE, Kind.CHOICES} and not offered:
        return
    chosen = value if isinstance(value, list) else [value]
    yield Field(
        name=name,
        label=part.title,
        kind=_DRAWN[part.kind],
        value="yes" if value is True else words_in(value),
        hint="" if not prefix else part.hint,
        required=part.required and prefix.count(".") < len("ab"),
        options=tuple(
            Option(code, words, chosen=code in chosen) for code, words in offered
        ),
        width="tiny" if part.kind is Kind.WHOLE else "",
        length_max=TEXT_MAX if part.kind in {Kind.LINES, Kind.PAIRS} else LINE_MAX,
    )
