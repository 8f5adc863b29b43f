"""Reads how the codes of the national standards are built."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from tongban.core.national_codes.structures import (
    Characters,
    CodeForm,
    CodeStructure,
    Segment,
    Standard,
)
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

FILE: Final = Path("national_codes/structures.yaml")
SCHEMA: Final = "national-codes"
Structures = Mapping[Standard, CodeStructure]


@cache
def load_national_codes(folder: Path) -> Structures:
    """Return the structure of every standard.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / FILE, str(FILE))
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    left_out = tuple(
        document.problem(("standards",), f"没有写编码标准“{standard.value}”的结构")
        for standard in Standard
        if standard.value not in said["standards"]
    )
    if left_out:
        raise PolicyErrors(left_out)
    return {
        Standard(word): CodeStructure(
            standard=Standard(word),
            name=one["name"],
            forms=tuple(map(_form, one["forms"])),
            is_verified=one["verified"],
            source=one["source"],
        )
        for word, one in said["standards"].items()
    }


def _form(said: Mapping[str, Any]) -> CodeForm:
    return CodeForm(said["name"], tuple(map(_segment, said["segments"])))


def _segment(said: Mapping[str, Any]) -> Segment:
    if "text" in said:
        return Segment(said["name"], Characters.LITERAL, text=said["text"])
    width = said["width"]
    return Segment(
        name=said["name"],
        characters=Characters(said["characters"]),
        width_min=width[0],
        width_max=width[1],
    )
