"""How bodies and addresses are read: strictly, so that bad input is told as such."""

import json
from typing import Any, Final, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from tongban.api.problems import RequestFaulty

DEPTH_MAX: Final = 24
_NUL: Final = "\x00"


class StrictParser(Parser):
    """Takes JSON without NUL bytes, lone surrogates, infinities or deep nesting."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        """Return the JSON of a body; any ``ValueError`` becomes a problem."""
        try:
            found = json.loads(
                request.body.decode("utf-8"),
                parse_constant=_no_number,
                parse_float=_no_number,
            )
        except RecursionError as fault:
            raise ValueError("The body is nested too deep.") from fault
        _check(found, depth=0)
        if not isinstance(found, dict):
            raise ValueError("The body is no object.")  # noqa: TRY004 - one kind
        return found

    def parse_querydict(
        self,
        data: MultiValueDict[str, Any],
        list_fields: list[str],
        request: HttpRequest,
    ) -> dict[str, object]:
        """Return a query or form, refusing what no column can hold."""
        for key, values in data.lists():
            texts = [key, *(value for value in values if isinstance(value, str))]
            if not all(is_storable(text) for text in texts):
                raise RequestFaulty("The query holds a character we do not take.")
        found: dict[str, object] = super().parse_querydict(data, list_fields, request)
        return found


def is_storable(text: str) -> bool:
    """Say whether a text can be kept: no NUL, nothing that is not UTF-8."""
    if _NUL in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no whole number; amounts are texts or whole fen.")


def _check(value: object, *, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise ValueError("The body is nested too deep.")
    if isinstance(value, str) and not is_storable(value):
        raise ValueError("The body holds a character we do not take.")
    if isinstance(value, dict):
        for key, part in value.items():
            _check(key, depth=depth)
            _check(part, depth=depth + 1)
    if isinstance(value, list):
        for part in value:
            _check(part, depth=depth + 1)
