"""The blanks a template may use: each has a type, a length, and who fills it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Final

from tongban.core.json_values import JsonObject, text_of
from tongban.core.refusals import Refusal

CUT_MARK: Final = "…"


class BlankKind(StrEnum):
    """What a blank holds."""

    WORDS = "words"
    DAY = "day"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: its name, its Chinese meaning, its type, its length at most.

    Words longer than ``longest`` are cut in short messages; codes and days never.
    """

    name: str
    meaning: str
    kind: BlankKind
    longest: int


BLANKS: Final[Mapping[str, Blank]] = {
    blank.name: blank
    for blank in (
        Blank("item", "事项名称", BlankKind.WORDS, 40),
        Blank("number", "办件编号", BlankKind.CODE, 24),
        Blank("code", "查询码", BlankKind.CODE, 8),
        Blank("due", "办结日", BlankKind.DAY, 11),
        Blank("words", "原因", BlankKind.WORDS, 60),
        Blank("clause", "依据条款", BlankKind.WORDS, 40),
        Blank("remedy", "补救办法", BlankKind.WORDS, 60),
        Blank("helper", "代办人", BlankKind.WORDS, 20),
        Blank("lacks", "需要补正的内容", BlankKind.WORDS, 80),
        Blank("until", "有效期", BlankKind.DAY, 11),
    )
}

_CASE: Final = frozenset({"item", "number", "code"})
_MANDATE: Final = frozenset({"helper", "until"})

# What each kind of message can fill, from its event and its case: the list of
# all templates there are.
FILLED_BY: Final[Mapping[str, frozenset[str]]] = {
    "case.submitted": _CASE,
    "case.accepted": _CASE | {"due"},
    "case.not_accepted.refused": _CASE | {"words", "clause", "remedy"},
    "case.notice_sent": _CASE | {"lacks"},
    "case.notice_answered": _CASE | {"due"},
    "case.notice_answered.undated": _CASE,
    "case.opinion_asked": _CASE,
    "case.publicity_posted": _CASE,
    "case.pledge_checked.kept": _CASE,
    "case.paid": _CASE,
    "case.payment_failed": _CASE | {"words"},
    "case.closed.granted": _CASE,
    "case.closed.rejected": _CASE | {"words", "clause"},
    "case.withdrawn.withdrawn": _CASE,
    "case.transferred.handed_over": _CASE | {"words"},
    "case.extended": _CASE | {"due", "words", "clause"},
    "case.suspended": _CASE | {"words"},
    "case.resumed": _CASE | {"due"},
    "case.resumed.undated": _CASE,
    "case.decision_reversed": _CASE,
    "case.decision_reversed.asked": _CASE,
    "case.due_moved": _CASE | {"due"},
    "case.duplicate_joined": _CASE,
    "case.helped": _CASE | {"helper"},
    "mandate.given": _MANDATE,
    "mandate.revoked": _MANDATE,
    "cover.gap": frozenset({"due"}),
    "cover.relative_died": frozenset(),
    "credential.activated": frozenset(),
    "away.ended": frozenset({"due"}),
    "transfer.announced": frozenset({"number", "due"}),
    "transfer.arrived": frozenset({"number"}),
    "transfer.returned": frozenset({"number", "words"}),
}


class TemplateUnfillable(Refusal):
    """A template asks for a blank its message cannot fill."""

    code = "notices.template_unfillable"

    def __init__(self, *, template: str, blanks: tuple[str, ...]) -> None:
        super().__init__(
            f"{template} cannot fill {', '.join(blanks)}.",
            template=template,
            blanks="、".join(blanks),
        )


def blanks_of(text: str) -> tuple[str, ...]:
    """Return the names of the blanks of a text; raises ValueError when malformed."""
    found = []
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} is not a plain blank.")
        found.append(name)
    return tuple(dict.fromkeys(found))


def unfillable(template: str, text: str) -> tuple[str, ...]:
    """Return the blanks of a text that messages of this template cannot fill."""
    known = FILLED_BY.get(template, frozenset())
    return tuple(name for name in blanks_of(text) if name not in known)


def longest(text: str) -> int:
    """Return how many characters a text has when every blank is as long as may be."""
    return sum(
        len(plain) + (BLANKS[name].longest if name else 0)
        for plain, name, _, _ in Formatter().parse(text)
    )


def fill(template: str, text: str, values: JsonObject) -> str:
    """Return the text with its blanks filled; refuse one that is not there."""
    wrong = tuple(name for name in blanks_of(text) if name not in values)
    if wrong:
        raise TemplateUnfillable(template=template, blanks=wrong)
    filled = text.format_map({name: text_of(values, name) for name in values})
    # Words that end their sentence themselves must not end it twice.
    return filled.replace("。。", "。")


def shortened(values: JsonObject) -> JsonObject:
    """Return the values with long words cut to what a short message holds."""
    return {name: _cut(name, text_of(values, name)) for name in values}


def _cut(name: str, value: str) -> str:
    blank = BLANKS[name]
    if blank.kind is not BlankKind.WORDS or len(value) <= blank.longest:
        return value
    return value[: blank.longest - 1] + CUT_MARK


def day_words(day: date | None) -> str:
    """Write a day the Chinese way; nothing for no day."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
