"""An item's form (JSON Schema) drawn as fields and read back from what was sent.

Nothing typed is lost: what does not fit the schema is kept as it was written,
and the service says which field is wrong.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from tongban.core.json_values import Json, JsonObject
from tongban.portals.shared.layout.fields import Field, FieldKind, Option

RADIO_OPTIONS_MAX: Final = 4
TABLE_ROWS_SHOWN: Final = 2
TABLE_ROWS_MAX: Final = 100
TEXT_MAX: Final = 2_000
GROUP_UNNAMED: Final = "填写内容"

_KINDS: Final[Mapping[str, FieldKind]] = {
    "textarea": FieldKind.LONG_TEXT,
    "date": FieldKind.DATE,
    "phone": FieldKind.TEL,
    "number": FieldKind.WHOLE,
    "money": FieldKind.DECIMAL,
    "checkbox": FieldKind.YES_NO,
    "pledge": FieldKind.YES_NO,
}
_WIDTHS: Final[Mapping[str, str]] = {
    "date": "short",
    "phone": "short",
    "number": "tiny",
    "money": "short",
    "month": "short",
}
_HINTS: Final[Mapping[str, str]] = {
    "phone": "11 位手机号",
    "money": "最多两位小数，例如 1234.50",
    "month": "写成 2023-09 这样",
    "region": "输入省、市、县名称，从列出的地名里选",
    "bank-account": "只填数字",
    "credit-code": "18 位统一社会信用代码",
}
_COMPACT: Final = frozenset({"id-number", "phone", "bank-account", "credit-code"})
_YES_NO: Final = frozenset({"checkbox", "pledge"})
Rules = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prefill:
    """A value taken from elsewhere, and the words that say from where."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class TableField:
    """A list of rows, each with the same few fields."""

    name: str
    label: str
    hint: str
    error: str
    required: bool
    rows: tuple[tuple[Field, ...], ...]

    @property
    def id(self) -> str:
        """The element's id, target of the error summary."""
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class FillGroup:
    """Fields that stand under one heading, in the order of the form."""

    name: str
    entries: tuple[Field | TableField, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What is known when a form is drawn; ``hints`` by widget, said once."""

    values: JsonObject
    faults: Mapping[str, str]
    prefill: Mapping[str, Prefill]
    place_names: Mapping[str, str]
    more_rows: str = ""
    hints: Mapping[str, str] = field(default_factory=lambda: _HINTS)


def shown(form: JsonObject, situations: Iterable[str]) -> dict[str, Rules]:
    """Return the fields these situations ask for, in the order of the form."""
    chosen = frozenset(situations)
    properties: Any = form.get("properties", {})
    return {
        name: rules
        for name, rules in properties.items()
        if not rules.get("x-when") or not chosen.isdisjoint(rules["x-when"])
    }


def groups_of(
    form: JsonObject, situations: Iterable[str], filling: Filling
) -> tuple[FillGroup, ...]:
    """Return the fields ready to be drawn, grouped by their heading."""
    must: Any = form.get("required", ())
    groups: dict[str, list[Field | TableField]] = {}
    for name, rules in shown(form, situations).items():
        heading = str(rules.get("x-group", GROUP_UNNAMED))
        needed = name in must or bool(rules.get("x-required"))
        groups.setdefault(heading, []).append(
            _entry(name, rules, filling, needed=needed)
        )
    return tuple(FillGroup(name, tuple(fields)) for name, fields in groups.items())


def read_form(
    form: JsonObject,
    situations: Iterable[str],
    sent: QueryDict,
    *,
    places: Mapping[str, str],
) -> dict[str, Json]:
    """Return what was filled in; empty fields are left out.

    ``places`` maps names of regions to their codes.
    """
    values: dict[str, Json] = {}
    for name, rules in shown(form, situations).items():
        value = _read(name, rules, sent, places)
        if value not in (None, "", []):
            values[name] = value
    return values


def prefilled(
    form: JsonObject, situations: Iterable[str], prefill: Mapping[str, Prefill]
) -> dict[str, Json]:
    """Return the values the agency already knows, for the fields that take them."""
    return {
        name: prefill[rules["x-prefill"]].value
        for name, rules in shown(form, situations).items()
        if rules.get("x-prefill") in prefill
    }


def _entry(
    name: str, rules: Rules, filling: Filling, *, needed: bool
) -> Field | TableField:
    if rules.get("x-widget") == "table":
        return _table(name, rules, filling, needed=needed)
    return _field(name, rules, filling.values.get(name), filling=filling, needed=needed)


def _field(
    name: str, rules: Rules, value: object, *, filling: Filling, needed: bool
) -> Field:
    widget = str(rules.get("x-widget", "text"))
    words = _words(value, widget, filling.place_names)
    options = _options(rules, chosen=words)
    return Field(
        name=name,
        label=str(rules.get("title", name)),
        kind=_kind(widget, options),
        value=words,
        hint=str(rules.get("x-hint", filling.hints.get(widget, ""))),
        error=filling.faults.get(name, ""),
        required=needed,
        options=options,
        unit=str(rules.get("x-unit", "")),
        origin=_origin(rules, words, filling.prefill),
        width=_WIDTHS.get(widget, ""),
        length_max=rules.get("maxLength"),
        listed="place-names" if widget == "region" else "",
    )


def _table(name: str, rules: Rules, filling: Filling, *, needed: bool) -> TableField:
    held = filling.values.get(name)
    rows = (
        list(held) if isinstance(held, Sequence) and not isinstance(held, str) else []
    )
    extra = TABLE_ROWS_SHOWN if filling.more_rows == name or not rows else 0
    most = min(int(rules.get("maxItems", TABLE_ROWS_MAX)), TABLE_ROWS_MAX)
    count = min(len(rows) + extra, most)
    columns: Rules = rules["items"]["properties"]
    must = rules["items"].get("required", ())
    bare = Filling({}, {}, {}, filling.place_names, hints={})
    return TableField(
        name=name,
        label=str(rules.get("title", name)),
        hint=str(rules.get("x-hint", "")),
        error=filling.faults.get(name, ""),
        required=needed,
        rows=tuple(
            tuple(
                _field(
                    f"{name}.{index}.{column}",
                    of_column,
                    _cell(rows, index, column),
                    filling=bare,
                    needed=column in must,
                )
                for column, of_column in columns.items()
            )
            for index in range(count)
        ),
    )


def _cell(rows: Sequence[object], index: int, column: str) -> object:
    row = rows[index] if index < len(rows) else None
    return row.get(column) if isinstance(row, Mapping) else None


def _kind(widget: str, options: tuple[Option, ...]) -> FieldKind:
    if options:
        few = len(options) <= RADIO_OPTIONS_MAX
        return FieldKind.RADIO if few else FieldKind.SELECT
    return _KINDS.get(widget, FieldKind.TEXT)


def _options(rules: Rules, *, chosen: str) -> tuple[Option, ...]:
    listed = rules.get("oneOf", ())
    pairs = [(str(one["const"]), str(one.get("title", one["const"]))) for one in listed]
    pairs += [(str(value), str(value)) for value in rules.get("enum", ())]
    return tuple(Option(value, words, chosen=value == chosen) for value, words in pairs)


def _words(value: object, widget: str, place_names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if widget in _YES_NO:
        return "yes" if value is True else ""
    text = str(value)
    return place_names.get(text, text) if widget == "region" else text


def _origin(rules: Rules, words: str, prefill: Mapping[str, Prefill]) -> str:
    known = prefill.get(str(rules.get("x-prefill", "")))
    return known.origin if known is not None and known.value == words else ""


def _read(name: str, rules: Rules, sent: QueryDict, places: Mapping[str, str]) -> Json:
    widget = str(rules.get("x-widget", "text"))
    if widget == "table":
        return _read_rows(name, rules, sent, places)
    if widget in _YES_NO:
        return name in sent
    text = (sent.get(name) or "").strip()[:TEXT_MAX]
    if widget in _COMPACT:
        text = "".join(unicodedata.normalize("NFKC", text).split())
    if widget == "money":
        text = text.replace(",", "").replace("，", "")
    if widget == "region":
        return places.get(text, text)
    if rules.get("type") == "integer" and text.isascii() and text.isdigit():
        return int(text)
    return text


def _read_rows(
    name: str, rules: Rules, sent: QueryDict, places: Mapping[str, str]
) -> Json:
    columns: Rules = rules["items"]["properties"]
    rows: list[Json] = []
    for index in range(TABLE_ROWS_MAX):
        row = {
            column: value
            for column, of_column in columns.items()
            if (value := _read(f"{name}.{index}.{column}", of_column, sent, places))
            not in (None, "", [], False)
        }
        if row:
            rows.append(row)
    return rows
