"""What can be handled across regions (跨省通办、省内通办), and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.items.catalogue import Citation, ItemCode, Level, RegionCode
from tongban.core.items.limits import route_between


@dataclass(frozen=True, slots=True)
class ScopeMode:
    """One way of handling across regions, and how far it is to be pushed."""

    code: str
    name: str
    degree: str
    source: Citation


@dataclass(frozen=True, slots=True)
class ScopeColumn:
    """One column of the progress table; the catalogue or the office fills it."""

    code: str
    title: str
    filled_by: str
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ScopeSheet:
    """The progress table as the annex prints it (GD18 附件)."""

    title: str
    head_fields: tuple[str, ...]
    foot_fields: tuple[str, ...]
    columns: tuple[ScopeColumn, ...]
    source: Citation


@dataclass(frozen=True, slots=True)
class ScopeDeadline:
    """A task of the plan with its day, once or every month."""

    code: str
    task: str
    responsible: tuple[str, ...]
    printed: str
    source: Citation
    due_on: date | None = None
    day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One row of the list: what, for which routes, at which levels.

    ``items`` names our items; where the province has one of its own, only
    ``own_code`` is given. ``goals`` are routes (see ``limits.route_between``).
    """

    sequence: int
    main_item: str
    sub_item: str
    items: tuple[ItemCode, ...] | None
    goals: tuple[str, ...]
    levels: tuple[Level, ...] | None
    printed: Mapping[str, str]
    source: Citation
    own_code: str = ""
    situation: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class ScopeTransfers:
    """Items whose nature is to cross regions, whatever the list names."""

    items: tuple[ItemCode, ...]
    goals: tuple[str, ...]
    source: Citation


@dataclass(frozen=True, slots=True)
class ScopeTable:
    """One province's list of what is handled across regions."""

    region: RegionCode
    title: str
    source: Citation
    effective_on: date
    verified: bool
    printed: str
    goal_words: Mapping[str, str]
    rows: tuple[ScopeRow, ...]
    note: str = ""
    announced: Mapping[str, int] | None = None
    modes: tuple[ScopeMode, ...] = ()
    platforms: tuple[str, ...] = ()
    sheet: ScopeSheet | None = None
    deadlines: tuple[ScopeDeadline, ...] = ()
    transfers: ScopeTransfers | None = None


def rows_of(table: ScopeTable, item: ItemCode) -> tuple[ScopeRow, ...]:
    """Return the rows that speak of this item; several may, by situation."""
    return tuple(row for row in table.rows if item in (row.items or ()))


def goals_of(table: ScopeTable, item: ItemCode) -> tuple[str, ...]:
    """Return the routes on which this item is handled across regions."""
    goals: dict[str, None] = {}
    for row in rows_of(table, item):
        goals.update(dict.fromkeys(row.goals))
    if table.transfers is not None and item in table.transfers.items:
        goals.update(dict.fromkeys(table.transfers.goals))
    return tuple(goals)


def is_open_between(
    table: ScopeTable, item: ItemCode, *, asked_at: str, handled_at: str
) -> bool:
    """Say whether the item may be asked for at one region and handled at another."""
    if asked_at == handled_at:
        return True
    return route_between(asked_at, handled_at) in goals_of(table, item)
