"""Form fields as plain values: what a page draws, whatever asked for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django import forms

OPTIONS_IN_ONE_COLUMN: Final = 6


class FieldKind(StrEnum):
    """How a field is drawn."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    TEL = "tel"
    WHOLE = "whole"
    DECIMAL = "decimal"
    PASSWORD = "password"  # noqa: S105 -- a kind of field, not a secret
    SELECT = "select"
    RADIO = "radio"
    CHECKBOXES = "checkboxes"
    YES_NO = "yes_no"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; ``hint`` stands in small type below."""

    value: str
    words: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field ready to be drawn.

    ``origin`` says where a prefilled value came from, ``wrong_url`` is where to
    say that it is wrong; ``width`` is one of
    ``""``, ``"short"``, ``"tiny"``; ``listed`` is the id of a list of
    suggestions elsewhere on the page.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    hint: str = ""
    error: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    unit: str = ""
    origin: str = ""
    wrong_url: str = ""
    width: str = ""
    length_max: int | None = None
    autocomplete: str = "off"
    accept: str = ""
    multiple: bool = False
    listed: str = ""

    @property
    def id(self) -> str:
        """The element's id, also the target of the error summary."""
        return "f-" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """Ids of the sentences that describe the field, for screen readers."""
        parts = (("hint", self.hint), ("error", self.error), ("origin", self.origin))
        return " ".join(f"{self.id}-{name}" for name, text in parts if text)

    @property
    def many(self) -> bool:
        """Whether there are so many answers that they stand side by side."""
        return len(self.options) > OPTIONS_IN_ONE_COLUMN

    @property
    def input_type(self) -> str:
        """The HTML input type."""
        plain = {"whole": "text", "decimal": "text"}
        return plain.get(self.kind.value, self.kind.value)

    @property
    def input_mode(self) -> str:
        """The keyboard a phone should show."""
        modes = {FieldKind.WHOLE: "numeric", FieldKind.DECIMAL: "decimal"}
        return modes.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; ``id`` is the field to jump to."""

    text: str
    id: str = ""


def problems_of(fields: Iterable[Field]) -> tuple[Problem, ...]:
    """Return one line for each field that has an error, in page order."""
    return tuple(
        Problem(text=f"{field.label}：{field.error}", id=field.id)
        for field in fields
        if field.error
    )


def fields_of(
    form: forms.Form, *, widths: Mapping[str, str] | None = None
) -> tuple[Field, ...]:
    """Return the visible fields of a Django form with their values and errors."""
    return tuple(
        _field_of(bound, width=(widths or {}).get(bound.name, ""))
        for bound in form.visible_fields()
    )


def form_problems(form: forms.Form) -> tuple[Problem, ...]:
    """Return the error summary of a Django form, general errors first."""
    general = tuple(Problem(text=str(error)) for error in form.non_field_errors())
    return general + problems_of(fields_of(form))


def _field_of(bound: forms.BoundField, *, width: str) -> Field:
    value = bound.value()
    return Field(
        name=bound.html_name,
        label=str(bound.label),
        kind=_kind_of(bound.field),
        value="" if value is None or isinstance(value, list) else str(value),
        hint=str(bound.help_text),
        error="；".join(str(error) for error in bound.errors),
        required=bound.field.required,
        options=_options_of(bound, value),
        width=width,
        length_max=getattr(bound.field, "max_length", None),
        autocomplete=str(bound.field.widget.attrs.get("autocomplete", "off")),
    )


_KINDS: tuple[tuple[type[forms.Field], FieldKind], ...] = (
    (forms.MultipleChoiceField, FieldKind.CHECKBOXES),
    (forms.BooleanField, FieldKind.YES_NO),
    (forms.DateField, FieldKind.DATE),
    (forms.IntegerField, FieldKind.WHOLE),
    (forms.FileField, FieldKind.FILE),
)
_WIDGETS: tuple[tuple[type[forms.Widget], FieldKind], ...] = (
    (forms.PasswordInput, FieldKind.PASSWORD),
    (forms.Textarea, FieldKind.LONG_TEXT),
    (forms.RadioSelect, FieldKind.RADIO),
    (forms.Select, FieldKind.SELECT),
)


def _kind_of(field: forms.Field) -> FieldKind:
    by_field = (kind for known, kind in _KINDS if isinstance(field, known))
    by_widget = (kind for known, kind in _WIDGETS if isinstance(field.widget, known))
    return next(by_field, None) or next(by_widget, FieldKind.TEXT)


def _options_of(bound: forms.BoundField, value: object) -> tuple[Option, ...]:
    choices = getattr(bound.field, "choices", ())
    chosen = {str(entry) for entry in (value if isinstance(value, list) else [value])}
    return tuple(
        Option(value=str(code), words=str(words), chosen=str(code) in chosen)
        for code, words in choices
    )
