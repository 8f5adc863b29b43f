"""A panel of a case page: one command, its fields, and what was typed into them."""

from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.services.cases.queries.page_values import CasePage

WORDS_MAX: Final = 2_000
LINE_MAX: Final = 200
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One command with its fields; ``look`` is primary, danger or plain.

    ``main`` panels stand open under the decision, the others are folded.
    ``about`` is the id of what the command is about, an opinion or objection.
    """

    do: str
    title: str
    button: str
    fields: tuple[Field, ...] = ()
    hint: str = ""
    look: str = ""
    main: bool = False
    opened: bool = False
    about: str = ""

    @property
    def id(self) -> str:
        """The panel's place on the page."""
        return f"{self.do}-{self.about}" if self.about else self.do


@dataclass(frozen=True, slots=True)
class Scene:
    """A case, who looks at it, and what was typed before a refusal."""

    actor: Actor
    page: CasePage
    typed: QueryDict
    opened: str

    def may(self, act: Act) -> bool:
        """Say whether this act is offered."""
        return act.value in self.page.acts

    def set(self, panel: Panel) -> Panel:
        """Return the panel opened when it is asked for, with what was typed."""
        if self.opened not in {panel.do, panel.id}:
            return panel
        fields = panel.fields
        if self.typed:
            fields = tuple(_typed(field, self.typed) for field in fields)
        return replace(panel, opened=True, fields=fields)


def _typed(field: Field, sent: QueryDict) -> Field:
    value = sent.get(field.name, "")
    options = tuple(
        replace(option, chosen=option.value == value) for option in field.options
    )
    return replace(field, value=value, options=options)


def words_field(label: str, *, hint: str = "", required: bool = True) -> Field:
    """Return a box for words of one's own."""
    return Field(
        name="words",
        label=label,
        kind=FieldKind.LONG_TEXT,
        hint=hint,
        required=required,
        length_max=WORDS_MAX,
    )


def clause_field(*, hint: str = "", required: bool = True) -> Field:
    """Return the field that names the clause a negative answer rests on."""
    return Field(
        name="clause",
        label="依据条款",
        hint=hint or "从办事依据中选一条，或者写明文件和条款",
        required=required,
        length_max=LINE_MAX,
        listed="clauses",
    )


def line_field(name: str, label: str, *, hint: str = "", value: str = "") -> Field:
    """Return a field for one line of text."""
    return Field(name=name, label=label, hint=hint, value=value, length_max=LINE_MAX)


def select_field(name: str, label: str, pairs: Pairs) -> Field:
    """Return a field to choose one of many."""
    options = tuple(Option(code, words) for code, words in pairs)
    return Field(name=name, label=label, kind=FieldKind.SELECT, options=options)


def radio_field(name: str, label: str, pairs: Pairs) -> Field:
    """Return a question with a few answers."""
    options = tuple(Option(code, words) for code, words in pairs)
    return Field(name=name, label=label, kind=FieldKind.RADIO, options=options)
