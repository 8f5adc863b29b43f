"""Which columns a table has to have, and where they stand in one that was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class LoadKind(StrEnum):
    """What the rows of a table are."""

    EMPLOYERS = "employers"
    PERSONS = "persons"
    COVERS = "covers"
    MONTHS = "months"
    PREMIUMS = "premiums"


LOAD_KIND_WORDS: Final[Mapping[LoadKind, str]] = {
    LoadKind.EMPLOYERS: "用人单位",
    LoadKind.PERSONS: "参保人",
    LoadKind.COVERS: "参保关系",
    LoadKind.MONTHS: "缴费月",
    LoadKind.PREMIUMS: "年度缴费",
}


class Form(StrEnum):
    """How a cell is written; ``cells`` knows how to read each."""

    TEXT = "text"
    ID_KIND = "id_kind"
    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    REGION = "region"
    NATION = "nation"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    YUAN = "yuan"
    SEX = "sex"
    SCHEME = "scheme"
    PERSON_KIND = "person_kind"
    COVER_STATE = "cover_state"
    EMPLOYER_KIND = "employer_kind"
    EMPLOYER_STATE = "employer_state"
    MONTH_KIND = "month_kind"
    TIER = "tier"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its heading, other headings it goes by."""

    code: str
    title: str
    form: Form
    required: bool
    length_max: int
    meaning: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of the columns of a kind of table."""

    kind: LoadKind
    version: int
    columns: tuple[Column, ...]

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings in the order a new table has them."""
        return tuple(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a definition stand in one table; -1 is nowhere."""

    definition: Definition
    places: tuple[int, ...]


class HeadingWrong(Refusal):
    """The first row does not name the columns of any version."""

    code = "loading.heading_wrong"

    def __init__(self, mistakes: Sequence[str], *, version: int) -> None:
        super().__init__(
            "; ".join(mistakes), mistakes="；".join(mistakes), version=version
        )


def find_layout(heading: Sequence[str], versions: Sequence[Definition]) -> Layout:
    """Return where the columns stand, by the newest version the heading fits.

    Refuses a heading that fits none, with everything wrong by the newest.
    """
    for definition in reversed(versions):
        if not find_mistakes(heading, definition):
            places = _places(heading, definition)
            return Layout(
                definition, tuple(found[0] if found else -1 for found in places)
            )
    newest = versions[-1]
    raise HeadingWrong(find_mistakes(heading, newest), version=newest.version)


def find_mistakes(heading: Sequence[str], definition: Definition) -> tuple[str, ...]:
    """Return what is wrong with a heading: missing, twice, unknown."""
    places = _places(heading, definition)
    pairs = tuple(zip(definition.columns, places, strict=True))
    missing = [
        f"缺少“{column.title}”"
        for column, found in pairs
        if column.required and not found
    ]
    twice = [f"“{column.title}”有多列" for column, found in pairs if len(found) > 1]
    known = {place for found in places for place in found}
    unknown = [
        f"不认识的列“{title}”"
        for place, title in enumerate(heading)
        if title and place not in known
    ]
    return (*missing, *twice, *unknown)


def _places(
    heading: Sequence[str], definition: Definition
) -> tuple[tuple[int, ...], ...]:
    titles = [_folded(title) for title in heading]
    return tuple(
        tuple(place for place, title in enumerate(titles) if title in _names(column))
        for column in definition.columns
    )


def _names(column: Column) -> frozenset[str]:
    return frozenset(map(_folded, (column.title, *column.also)))


def _folded(title: str) -> str:
    """Return a heading without spaces and without the star of a required column."""
    return "".join(title.split()).removeprefix("*").removesuffix("*")
