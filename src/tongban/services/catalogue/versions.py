"""The versions a region made of an item or of its places, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.items.editing import ACT_WORDS, ChangeAct
from tongban.core.items.overlay import Overlay
from tongban.core.items.places import PlaceSheet
from tongban.core.items.versions import version_on
from tongban.policy.folder import PLACES, Written, is_sheet
from tongban.policy.overlays import with_published
from tongban.records.catalogue.models import Change
from tongban.services.catalogue.drafting import (
    ChangedField,
    item_fields,
    sheet_fields,
    sheet_in,
)
from tongban.services.items.catalogue import book, catalogue
from tongban.services.items.citing import cite


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a subject in a region, from a file or published."""

    effective_on: date
    version: str
    clause: str
    number: str
    who: tuple[str, ...]
    reason: str
    is_current: bool


def versions_of(region: str, subject: str, *, today: date) -> tuple[VersionLine, ...]:
    """Return every version a region made of a subject, the latest first."""
    written = written_versions(region).get(subject, ())
    current = version_on((one.value for one in written), today)
    rows = {
        row.number: row
        for row in Change.objects.filter(
            region=region, subject=subject
        ).prefetch_related("events")
    }
    return tuple(
        _version_line(
            one.value, rows.get(one.value.version), is_current=one.value is current
        )
        for one in sorted(written, key=lambda one: one.value.effective_on, reverse=True)
    )


def days_of(region: str, subject: str) -> tuple[date, ...]:
    """Return every day on which a subject begins to differ for a region, in order."""
    if is_sheet(subject):
        written = written_versions(region).get(PLACES, ())
        return tuple(sorted({one.value.effective_on for one in written}))
    days: list[date] = []
    last = None
    for day in book().effective_days():
        item = book().find_item(subject, region, day)
        if item is not None and (last is None or item_fields(last, item)):
            days.append(day)
        last = item
    return tuple(days)


def set_aside() -> tuple[str, ...]:
    """Return what is wrong with published changes that no longer hold."""
    return tuple(str(problem) for problem in catalogue().problems)


def differences_between(
    region: str, subject: str, first: date, second: date
) -> tuple[ChangedField, ...]:
    """Return what differs in a subject between two days, field by field."""
    if is_sheet(subject):
        old, new = (sheet_in(book(), region, on) for on in (first, second))
        return sheet_fields(old, new)
    one, other = (book().find_item(subject, region, on) for on in (first, second))
    return item_fields(one, other)


def written_versions(
    region: str,
) -> Mapping[str, tuple[Written[Overlay] | Written[PlaceSheet], ...]]:
    """Return what a region wrote and published, by subject."""
    known = catalogue()
    folder = with_published(known.files, known.published)
    found: dict[str, tuple[Written[Overlay] | Written[PlaceSheet], ...]] = {}
    for overlay in folder.overlays:
        if overlay.region == region:
            subject = overlay.value.item
            found[subject] = (*found.get(subject, ()), overlay)
    for sheet in folder.places:
        if sheet.region == region:
            found[PLACES] = (*found.get(PLACES, ()), sheet)
    return found


def _version_line(
    value: Overlay | PlaceSheet, row: Change | None, *, is_current: bool
) -> VersionLine:
    events = () if row is None else tuple(row.events.all())
    told = (ChangeAct.SUBMIT.value, ChangeAct.PUBLISH.value)
    return VersionLine(
        effective_on=value.effective_on,
        version=value.version,
        clause=cite(value.source.document, value.source.clause),
        number="" if row is None else row.number,
        who=tuple(
            f"{event.account_name}{ACT_WORDS[ChangeAct(event.act)]}"
            for event in events
            if event.act in told
        ),
        reason="" if row is None else row.reason,
        is_current=is_current,
    )
