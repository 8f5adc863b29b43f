"""1301–1315: lists as files, whole or what changed since a version (目录下载)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from tongban.core.hsa.tables import DIRECT
from tongban.services.hsa.files import published_files
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.tables import interface
from tongban.services.medical_catalogue.browsing import last_version
from tongban.services.medical_catalogue.files import (
    FileAsked,
    ListFile,
    State,
    layouts,
    list_file,
)

# The number of a file says all it is made of, so nothing has to be kept.
MARK: Final = "L"
_DAYS: Final = 10**7  # day zero means that everything is asked for
_VERSIONS: Final = 10**9
_INFNOS: Final = 10**4
_REGIONS: Final = 10**6
_PARTS: Final = (_INFNOS, _REGIONS, _DAYS, _VERSIONS, _DAYS, _VERSIONS)
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBER: Final = re.compile(f"{MARK}[0-9a-z]{{1,29}}")
_VERSION: Final = re.compile(r"V([0-9]{8})([0-9]{8})")
_NATION: Final = 6


@transaction(
    "1301",
    "1302",
    "1303",
    "1305",
    "1306",
    "1307",
    "1308",
    "1309",
    "1310",
    "1311",
    "1313",
    "1314",
    "1315",
    asks=True,
)
def download(call: Call) -> Mapping[str, object]:
    """Tell the number of the file with what changed since the version named."""
    asked = FileAsked(
        infno=call.infno,
        region=call.institution.region[:_NATION],
        now=State(call.day, last_version()),
        since=_since(call.nodes.one("data").text("ver")),
    )
    made = list_file(asked)
    until = call.day + timedelta(days=interface().file_days)
    told = {
        "file_qury_no": file_number(asked),
        "filename": made.name,
        "dld_end_time": until,
        "data_cnt": Decimal(made.rows),
    }
    return {DIRECT: told}


@published_files
def published(call: Call, number: str) -> tuple[str, bytes] | None:
    """Give out the list a number means, until its last day."""
    asked = asked_by(number)
    if asked is None:
        return None
    until = asked.now.day + timedelta(days=interface().file_days)
    if not asked.now.day <= call.day <= until or asked.now.version > last_version():
        return None
    made: ListFile = list_file(asked)
    return made.name, made.content


def file_number(asked: FileAsked) -> str:
    """Return what a file is made of as a number of at most 30 characters."""
    since = asked.since
    parts = (
        int(asked.infno),
        int(asked.region),
        asked.now.day.toordinal(),
        asked.now.version,
        0 if since is None else since.day.toordinal(),
        0 if since is None else since.version,
    )
    number = 0
    for part, most in zip(parts, _PARTS, strict=True):
        number = number * most + part
    text = ""
    while number:
        number, place = divmod(number, len(_DIGITS))
        text = _DIGITS[place] + text
    return f"{MARK}{text}"


def asked_by(number: str) -> FileAsked | None:
    """Return what a number means; nothing when it is none of ours."""
    if not _NUMBER.fullmatch(number):
        return None
    rest = int(number.removeprefix(MARK), len(_DIGITS))
    parts: list[int] = []
    for most in reversed(_PARTS):
        rest, part = divmod(rest, most)
        parts.append(part)
    then_version, then_day, version, day, region, infno = parts
    latest = date.max.toordinal()
    if rest or f"{infno}" not in layouts() or not 0 < day <= latest > then_day:
        return None
    then = State(date.fromordinal(then_day), then_version) if then_day else None
    now = State(date.fromordinal(day), version)
    return FileAsked(f"{infno}", f"{region:06d}", now, then)


def _since(text: str) -> State | None:
    """Return the state a version names; what is none of ours asks for everything."""
    hit = _VERSION.fullmatch(text)
    if hit is None:
        return None
    try:
        return State(date.fromisoformat(hit[1]), int(hit[2]))
    except ValueError:
        return None
