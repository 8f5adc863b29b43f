"""How a national code is built: segments in a row, in one of several forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class Standard(StrEnum):
    """One of the national standards that is a code."""

    DIAGNOSIS = "diagnosis"
    OPERATION = "operation"
    TUMOUR_MORPHOLOGY = "tumour_morphology"
    TCM_DIAGNOSIS = "tcm_diagnosis"
    SERVICE = "service"
    DRUG = "drug"
    CONSUMABLE = "consumable"
    INSTITUTION = "institution"
    PHYSICIAN = "physician"
    NURSE = "nurse"
    PHARMACY = "pharmacy"
    PHARMACIST = "pharmacist"
    OFFICE = "office"
    OFFICER = "officer"
    CHRONIC_DISEASE = "chronic_disease"
    CASE_PAYMENT = "case_payment"
    DAY_SURGERY = "day_surgery"


class Characters(StrEnum):
    """What a segment is made of; a literal is the text it names."""

    LITERAL = "literal"
    DIGITS = "digits"
    LETTERS = "letters"
    MIXED = "mixed"
    FREE = "free"


CHARACTERS_WORDS: Final[Mapping[Characters, str]] = {
    Characters.LITERAL: "固定字符",
    Characters.DIGITS: "数字",
    Characters.LETTERS: "大写字母",
    Characters.MIXED: "数字或者大写字母",
    Characters.FREE: "数字、字母、点、横线",
}

_CLASSES: Final[Mapping[Characters, str]] = {
    Characters.DIGITS: "[0-9]",
    Characters.LETTERS: "[A-Z]",
    Characters.MIXED: "[0-9A-Z]",
    Characters.FREE: "[0-9A-Za-z./+-]",
}


class CodeMalformed(Refusal):
    """The text is no code of the standard."""

    code = "national_codes.malformed"

    def __init__(self, name: str, text: str, expected: str) -> None:
        super().__init__(
            f"{text!r} is no code of {name}.", name=name, given=text, expected=expected
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a code; ``text`` for a literal, else between two widths."""

    name: str
    characters: Characters
    text: str = ""
    width_min: int = 0
    width_max: int = 0

    @property
    def pattern(self) -> str:
        """The expression that reads the segment."""
        if self.characters is Characters.LITERAL:
            return f"({re.escape(self.text)})"
        return f"({_CLASSES[self.characters]}{{{self.width_min},{self.width_max}}})"

    @property
    def words(self) -> str:
        """The segment in Chinese."""
        if self.characters is Characters.LITERAL:
            return f"“{self.text}”"
        width = str(self.width_min)
        if self.width_max != self.width_min:
            width = f"{width}至{self.width_max}"
        return f"{self.name}{width}位{CHARACTERS_WORDS[self.characters]}"


@dataclass(frozen=True, slots=True)
class CodeForm:
    """One way to build a code of the standard."""

    name: str
    segments: tuple[Segment, ...]

    def parts(self, text: str) -> tuple[tuple[str, str], ...] | None:
        """Return segment names and texts, or nothing when the text is another form."""
        found = re.fullmatch("".join(one.pattern for one in self.segments), text)
        if found is None:
            return None
        names = (segment.name for segment in self.segments)
        return tuple(zip(names, found.groups(), strict=True))

    @property
    def words(self) -> str:
        """The form in Chinese."""
        return f"{self.name}：" + "＋".join(one.words for one in self.segments)


@dataclass(frozen=True, slots=True)
class CodeStructure:
    """A standard: its name and the forms its codes have.

    ``is_verified`` says that the structure was found in a public source.
    """

    standard: Standard
    name: str
    forms: tuple[CodeForm, ...]
    is_verified: bool
    source: str

    def check(self, text: str) -> "CodeParts":
        """Return the parts of a code, or refuse and say how it is built."""
        for form in self.forms:
            parts = form.parts(text)
            if parts is not None:
                return CodeParts(text, form.name, parts)
        raise CodeMalformed(
            self.name, text, "；".join(form.words for form in self.forms)
        )


@dataclass(frozen=True, slots=True)
class CodeParts:
    """A code taken apart."""

    code: str
    form: str
    parts: tuple[tuple[str, str], ...]
