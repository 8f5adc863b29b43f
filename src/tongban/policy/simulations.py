"""Reads what-if files: some figures of a region replaced, everything else as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tongban.core.benefits.terms import RegionBenefits
from tongban.policy.benefits import FOLDER as BENEFITS
from tongban.policy.benefits import benefits_of, read_withheld
from tongban.policy.reading import (
    Data,
    Document,
    PolicyErrors,
    Problem,
    read_document,
)
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "simulations"
SCHEMA: Final = "simulation-change"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that would be another: where it stands, what it is, would be."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The terms of a region as they are and as they would be."""

    name: str
    changes: tuple[Change, ...]
    before: RegionBenefits
    after: RegionBenefits


def load_simulations(folder: Path) -> tuple[WhatIf, ...]:
    """Return every what-if of a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    found: list[WhatIf] = []
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        try:
            found.append(load_what_if(folder, path))
        except PolicyErrors as errors:
            problems += errors.problems
    if problems:
        raise PolicyErrors(tuple(problems))
    return tuple(found)


def load_what_if(folder: Path, path: Path) -> WhatIf:
    """Return a what-if that stands in any file, over the terms of a policy folder.

    The changed terms go through the loader of the region files, so that nothing can
    be simulated that could not be laid down. Raises ``PolicyErrors``.
    """
    document = read_document(path, path.name)
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    region = folder / BENEFITS / f"{said['region']}.yaml"
    if not region.exists():
        words = f"没有地区{said['region']}的待遇参数"
        raise PolicyErrors((document.problem(("region",), words),))
    now = read_document(region, f"{BENEFITS}/{region.name}")
    changed = _own(now.data)
    problems = tuple(_applied(document, changed))
    if problems:
        raise PolicyErrors(problems)
    withheld = read_withheld(folder)
    then = Document(f"{path.name}调整后的{region.name}", changed, now.lines)
    return WhatIf(
        name=said["name"],
        changes=tuple(
            Change(one["path"], str(one["from"]), str(one["to"]))
            for one in said["changes"]
        ),
        before=benefits_of(now, withheld),
        after=benefits_of(then, withheld),
    )


def _own(data: Data) -> Data:
    """Return a copy in which nothing is shared: anchors of YAML share their parts."""
    if isinstance(data, dict):
        return {key: _own(part) for key, part in data.items()}
    if isinstance(data, list):
        return [_own(part) for part in data]
    return data


def _applied(document: Document, data: Data) -> Iterator[Problem]:
    """Put the new figures in their places; yield what does not fit."""
    said: Any = document.data
    for at, change in enumerate(said["changes"]):
        place = ("changes", at)
        *way, last = change["path"].split(".")
        holder = data
        for key in way:
            holder = _part(holder, key)
        now = _part(holder, last)
        if isinstance(now, dict | list) or now is None:
            words = f"“{change['path']}”不是一个数字或文字的位置"
            yield document.problem((*place, "path"), words)
        elif type(now) is not type(change["from"]) or now != change["from"]:
            words = f"“{change['path']}”现在是“{now}”，不是“{change['from']}”"
            yield document.problem((*place, "from"), words)
        elif now == change["to"]:
            yield document.problem((*place, "to"), "调整前后相同")
        else:
            _put(holder, last, change["to"])


def _part(holder: Data, key: str) -> Data:
    """Return a part by its key or number; nothing when there is none."""
    if isinstance(holder, dict):
        return holder.get(key)
    if isinstance(holder, list) and key.isdecimal() and int(key) < len(holder):
        return holder[int(key)]
    return None


def _put(holder: Data, key: str, value: Data) -> None:
    parts: Any = holder
    parts[int(key) if isinstance(holder, list) else key] = value
