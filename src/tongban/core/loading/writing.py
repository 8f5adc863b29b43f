"""Writing a row as the cells of a table, so that reading it gives the row again."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.loading.cells import WORDS_OF
from tongban.core.loading.columns import Definition, Form
from tongban.core.loading.rows import Row

FEN_PER_YUAN: Final = 100
_WORDS: Final[Mapping[Form, Mapping[StrEnum, str]]] = WORDS_OF


def cells_of(row: Row, definition: Definition) -> tuple[str, ...]:
    """Return the cells of a row in the order of the definition's columns."""
    return tuple(
        _text(getattr(row, column.code), column.form) for column in definition.columns
    )


def _text(value: object, form: Form) -> str:
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return _WORDS[form].get(value, "")
    if isinstance(value, date):
        return f"{value:%Y-%m}" if form is Form.MONTH else value.isoformat()
    if form is Form.YUAN and isinstance(value, int):
        yuan, cents = divmod(value, FEN_PER_YUAN)
        return f"{yuan}.{cents:02d}"
    return str(value)
