"""What a paper says, as values; its canonical text is what the office signs."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core.access.masking import mask_name
from tongban.core.json_values import (
    Json,
    JsonObject,
    canonical,
    flag_of,
    objects_of,
    text_of,
    texts_of,
)
from tongban.core.papers.kinds import PaperKind

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a paper: every row has as many cells as there are columns."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_json(self) -> JsonObject:
        """Return the table ready for JSON."""
        rows: Json = [list(row) for row in self.rows]
        return {"heading": self.heading, "columns": list(self.columns), "rows": rows}


@dataclass(frozen=True, slots=True)
class PaperContent:
    """Everything one paper says; ``issued_at`` is an ISO moment with its offset."""

    kind: PaperKind
    number: str
    check_code: str
    title: str
    case_number: str
    item_name: str
    addressee: str
    is_person: bool
    office: str
    seal_note: str
    issued_at: str
    paragraphs: tuple[str, ...]
    facts: tuple[Pair, ...]
    tables: tuple[Table, ...]
    why: tuple[str, ...]
    remedies: tuple[str, ...]
    phones: tuple[Pair, ...]

    @property
    def masked_addressee(self) -> str:
        """The name that may be shown to whoever checks the paper."""
        return mask_name(self.addressee) if self.is_person else self.addressee

    def as_json(self) -> dict[str, Json]:
        """Return the content ready for JSON."""
        return {
            "kind": self.kind.value,
            "number": self.number,
            "check_code": self.check_code,
            "title": self.title,
            "case": self.case_number,
            "item": self.item_name,
            "addressee": self.addressee,
            "is_person": self.is_person,
            "office": self.office,
            "seal_note": self.seal_note,
            "issued_at": self.issued_at,
            "paragraphs": list(self.paragraphs),
            "facts": _pairs_json(self.facts),
            "tables": [table.as_json() for table in self.tables],
            "why": list(self.why),
            "remedies": list(self.remedies),
            "phones": _pairs_json(self.phones),
        }

    @property
    def text(self) -> str:
        """The canonical text, which digest and signature cover."""
        return canonical(self.as_json())


def content_from_json(data: JsonObject) -> PaperContent:
    """Return the content that was written as JSON; raises ValueError otherwise."""
    return PaperContent(
        kind=PaperKind(text_of(data, "kind")),
        number=text_of(data, "number"),
        check_code=text_of(data, "check_code"),
        title=text_of(data, "title"),
        case_number=text_of(data, "case"),
        item_name=text_of(data, "item"),
        addressee=text_of(data, "addressee"),
        is_person=flag_of(data, "is_person"),
        office=text_of(data, "office"),
        seal_note=text_of(data, "seal_note"),
        issued_at=text_of(data, "issued_at"),
        paragraphs=texts_of(data, "paragraphs"),
        facts=_pairs_of(data, "facts"),
        tables=tuple(_table_of(entry) for entry in objects_of(data, "tables")),
        why=texts_of(data, "why"),
        remedies=texts_of(data, "remedies"),
        phones=_pairs_of(data, "phones"),
    )


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a canonical text (hex)."""
    return hashlib.sha256(text.encode()).hexdigest()


def _pairs_json(pairs: tuple[Pair, ...]) -> Json:
    return [{"name": name, "value": value} for name, value in pairs]


def _pairs_of(data: JsonObject, key: str) -> tuple[Pair, ...]:
    return tuple(
        (text_of(entry, "name"), text_of(entry, "value"))
        for entry in objects_of(data, key)
    )


def _table_of(data: Mapping[str, Json]) -> Table:
    rows = data.get("rows")
    listed = rows if isinstance(rows, (list, tuple)) else ()
    return Table(
        heading=text_of(data, "heading"),
        columns=texts_of(data, "columns"),
        rows=tuple(texts_of({"row": row}, "row") for row in listed),
    )
