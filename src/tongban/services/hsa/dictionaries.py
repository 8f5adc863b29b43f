"""1901: the dictionaries of this deployment (字典表下载)."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.hsa.rows import Row
from tongban.policy.dictionaries import Book, dictionary_for, load_dictionaries
from tongban.services.hsa.refusals import InterfaceRefusal, ValueUnknown
from tongban.services.hsa.registry import Call, transaction

VALID: Final = "1"


class DictionaryUnknown(InterfaceRefusal):
    """There is no dictionary of this type here."""

    code = "hsa.dictionary_unknown"

    def __init__(self, name: str) -> None:
        super().__init__("No such dictionary.", name=name)


@transaction("1901", asks=True)
def dictionary(call: Call) -> Mapping[str, object]:
    """Tell the values of a dictionary on a day, nearest region first."""
    said = call.nodes.one("data")
    name = said.text("type")
    region = said.text("admdvs") or call.institution.region
    found = dictionary_for(_book(settings.TONGBAN_POLICY), region, name)
    if found is None:
        raise DictionaryUnknown(name)
    day = said.day("date") or call.day
    parent = said.text("parentValue")
    asked = said.text("valiFlag") in {"", VALID} and found.valid_from <= day
    return {
        "list": [
            {
                "type": name,
                "label": one.label,
                "value": one.value,
                "parentValue": one.parent or name,
                "sort": Decimal(place),
                "valiFlag": VALID,
                "createDate": found.valid_from,
                "version": Decimal(f"{found.valid_from:%Y%m%d}"),
            }
            for place, one in enumerate(found.entries, start=1)
            if asked and parent.lower() in {"", name.lower(), one.parent.lower()}
        ]
    }


def check_value(call: Call, said: Row, field: str) -> str:
    """Return a coded value of a row, or refuse what its dictionary does not have."""
    value = said.text(field)
    book = _book(settings.TONGBAN_POLICY)
    found = dictionary_for(book, call.institution.region, field)
    known = () if found is None else tuple(one.value for one in found.entries)
    if value not in known:
        raise ValueUnknown(field, value, "、".join(known))
    return value


@cache
def _book(folder: Path) -> Book:
    return load_dictionaries(folder)
