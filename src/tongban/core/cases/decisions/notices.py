"""The one-time notice (一次性告知): everything at once, and only once."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, after
from tongban.core.cases.materials import (
    amended,
    lacks_json,
    lacks_together,
    material_named,
    supplied_json,
)
from tongban.core.cases.parts import Lack, Notice, Proof, Supplied
from tongban.core.cases.rules import CaseRules
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Terms
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.core.json_values import Json


class NothingLacking(Refusal):
    """A notice with nothing in it would only stop the clock."""

    code = "cases.nothing_lacking"

    def __init__(self) -> None:
        super().__init__("Nothing is missing or wrong.")


class SecondNotice(Refusal):
    """The lack was visible when the first notice was sent."""

    code = "cases.second_notice"

    def __init__(self, *, subjects: Iterable[str], told_on: str) -> None:
        self.subjects, self.told_on = tuple(subjects), told_on
        super().__init__(
            "This was visible when the first notice was sent; only a supervisor "
            "may take it on record.",
            subjects="、".join(self.subjects),
            told_on=told_on,
        )


class NoticeOpen(Refusal):
    """Things the notice named are still missing."""

    code = "cases.notice_open"

    def __init__(self, subjects: Iterable[str]) -> None:
        self.subjects = tuple(subjects)
        super().__init__("Not yet cured.", subjects="、".join(self.subjects))


class FieldNotListed(Refusal):
    """Only fields the notice named may be corrected."""

    code = "cases.field_not_listed"

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__("Not named in the notice.", fields="、".join(self.fields))


def decide_notice(
    view: CaseView,
    terms: Terms,
    *,
    judged: Iterable[Lack],
    added_situations: tuple[str, ...],
    rules: CaseRules,
    taken_on_record_by: str = "",
) -> tuple[NewEvent, ...]:
    """Return the notice with every lack, or refuse a second one.

    ``taken_on_record_by`` names the supervisor who answers for a second notice
    about something visible before; it is then recorded as a breach
    (CN39 十二: 一次性告知制).
    """
    after(view.state, EventKind.NOTICE_SENT)
    situations = amended(terms, view.situations, added_situations)
    lacks = lacks_together(view=view, terms=terms, situations=situations, judged=judged)
    if not lacks:
        raise NothingLacking
    seen = seen_before(view, lacks)
    events: list[NewEvent] = []
    if seen:
        told = view.notices[-1].sent_on.isoformat()
        if not taken_on_record_by:
            raise SecondNotice(subjects=seen, told_on=told)
        breach: dict[str, Json] = {
            "subjects": list(seen),
            "told_on": told,
            "supervisor": taken_on_record_by,
        }
        events.append(NewEvent(EventKind.BREACH_RECORDED, breach))
    data: dict[str, Json] = {
        "lacks": lacks_json(lacks),
        "situations": list(situations),
        "stops_clock": rules.notice_stops_clock,
    }
    events.append(NewEvent(EventKind.NOTICE_SENT, data))
    return tuple(events)


def seen_before(view: CaseView, lacks: Iterable[Lack]) -> tuple[str, ...]:
    """Return the lacks the office could have told in an earlier notice.

    Only what was brought after the last notice is new.
    """
    if not view.notices:
        return ()
    told_at = view.notices[-1].seq
    return tuple(
        lack.subject
        for lack in lacks
        if _brought_at(view.supplied, lack.subject) < told_at
    )


def _brought_at(supplied: Mapping[str, Supplied], subject: str) -> int:
    found = supplied.get(subject)
    return 0 if found is None else found.seq


def decide_material(
    view: CaseView, terms: Terms, materials: tuple[Supplied, ...]
) -> tuple[NewEvent, ...]:
    """Return materials brought later; each must belong to the item."""
    after(view.state, EventKind.MATERIAL_ADDED)
    for supplied in materials:
        material_named(terms, view.situations, supplied.material)
    data: dict[str, Json] = {"materials": supplied_json(materials)}
    return (NewEvent(EventKind.MATERIAL_ADDED, data),)


def decide_correction(
    view: CaseView, *, fields: tuple[str, ...], form_digest: str
) -> tuple[NewEvent, ...]:
    """Return corrected form fields, those the open notice named and no others."""
    after(view.state, EventKind.FORM_CORRECTED)
    named = {lack.subject for lack in _told(view)}
    unasked = [name for name in fields if f"field:{name}" not in named]
    if unasked:
        raise FieldNotListed(unasked)
    data: dict[str, Json] = {"fields": list(fields), "form_digest": form_digest}
    return (NewEvent(EventKind.FORM_CORRECTED, data),)


def decide_answer(view: CaseView) -> tuple[NewEvent, ...]:
    """Return the answer that restarts the clock once every lack is cured."""
    after(view.state, EventKind.NOTICE_ANSWERED)
    uncured = still_lacking(view)
    if uncured:
        raise NoticeOpen(lack.subject for lack in uncured)
    return (NewEvent(EventKind.NOTICE_ANSWERED, {}),)


def still_lacking(view: CaseView) -> tuple[Lack, ...]:
    """Return the lacks of the open notice that nothing was brought for since."""
    notice = view.open_notice
    if notice is None:
        return ()
    return tuple(lack for lack in notice.lacks if not _is_cured(view, notice, lack))


def _is_cured(view: CaseView, notice: Notice, lack: Lack) -> bool:
    found = view.supplied.get(lack.subject)
    return (
        found is not None and found.seq > notice.seq and found.proof is not Proof.NONE
    )


def _told(view: CaseView) -> tuple[Lack, ...]:
    return () if view.open_notice is None else view.open_notice.lacks
