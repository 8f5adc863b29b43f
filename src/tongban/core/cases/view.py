"""What the events of a case add up to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from tongban.core.cases.events import FIRST_HASH, Event
from tongban.core.cases.lifecycle import COMPLETES, EventKind, Outcome, State, after
from tongban.core.cases.parts import (
    Notice,
    Opinion,
    Proof,
    Publicity,
    Supplied,
    lacks_of,
)
from tongban.core.cases.pauses import Pause
from tongban.core.items.catalogue import Step
from tongban.core.json_values import (
    day_of,
    flag_of,
    known_day,
    objects_of,
    text_of,
    texts_of,
    whole_of,
)

CHINA: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case as its events say; nothing here is stored as truth."""

    state: State = State.DRAFT
    outcome: Outcome = Outcome.NONE
    version: int = 0
    head: str = FIRST_HASH
    done: tuple[Step, ...] = ()
    done_by: Mapping[Step, int | None] = field(default_factory=dict)
    situations: tuple[str, ...] = ()
    form_digest: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    supplied: Mapping[str, Supplied] = field(default_factory=dict)
    received_on: date | None = None
    started_on: date | None = None
    limits: tuple[str, ...] = ()
    closed_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extension_days: int = 0
    notices: tuple[Notice, ...] = ()
    breaches: int = 0
    evaluated: bool = False
    approved: bool = False
    amount_fen: int = 0
    passed: bool | None = None
    agreed: bool | None = None
    publicity: Publicity | None = None
    objections: frozenset[str] = frozenset()
    upheld: bool = False
    payment: str = ""
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    pledges: frozenset[str] = frozenset()
    pledge_results: Mapping[str, str] = field(default_factory=dict)
    reversed: bool = False
    owner_id: int | None = None
    assignee_id: int | None = None
    rungs: frozenset[str] = frozenset()

    @property
    def open_notice(self) -> Notice | None:
        """The notice the applicant has not answered yet."""
        last = self.notices[-1] if self.notices else None
        return last if last is not None and last.answered_on is None else None

    @property
    def decided(self) -> bool:
        """Whether a decision was taken that a pledge can no longer leave."""
        return Step.REVIEW in self.done or self.evaluated


def fold(events: Iterable[Event], *, start: CaseView | None = None) -> CaseView:
    """Return what the events add up to, on top of ``start`` when given."""
    view = CaseView() if start is None else start
    for event in events:
        view = _add(view, event)
    return view


def day_in_china(event: Event) -> date:
    """Return the calendar day of an event where the office stands."""
    return event.at.astimezone(CHINA).date()


def _add(view: CaseView, event: Event) -> CaseView:
    moved = replace(
        view,
        state=after(view.state, event.kind),
        version=event.seq,
        head=event.hash,
    )
    step = COMPLETES.get(event.kind)
    if step is not None:
        moved = replace(
            moved,
            done=(*view.done, step),
            done_by={**view.done_by, step: event.actor_id},
        )
    change = _CHANGES.get(event.kind)
    return moved if change is None else change(moved, event)


def _supplied(view: CaseView, event: Event) -> Mapping[str, Supplied]:
    brought = {
        text_of(entry, "material"): Supplied(
            material=text_of(entry, "material"),
            proof=Proof(text_of(entry, "proof")),
            seq=event.seq,
            files=texts_of(entry, "files"),
        )
        for entry in objects_of(event.data, "materials")
    }
    return {**view.supplied, **brought}


def _facts(event: Event) -> Mapping[str, str]:
    facts = event.data.get("facts")
    if not isinstance(facts, Mapping):
        return {}
    return {key: value for key, value in facts.items() if isinstance(value, str)}


def _submitted(view: CaseView, event: Event) -> CaseView:
    day = day_in_china(event)
    return replace(
        view,
        situations=texts_of(event.data, "situations"),
        form_digest=text_of(event.data, "form_digest"),
        facts=_facts(event),
        supplied=_supplied(view, event),
        received_on=day,
        started_on=day_of(event.data, "started_on"),
        limits=texts_of(event.data, "limits"),
        owner_id=whole_of(event.data, "owner_id") or None,
        assignee_id=whole_of(event.data, "owner_id") or None,
    )


def _accepted(view: CaseView, event: Event) -> CaseView:
    return replace(
        view,
        started_on=day_of(event.data, "started_on"),
        limits=texts_of(event.data, "limits"),
    )


def _notice_sent(view: CaseView, event: Event) -> CaseView:
    day = day_in_china(event)
    notice = Notice(seq=event.seq, sent_on=day, lacks=lacks_of(event.data))
    situations = texts_of(event.data, "situations")
    paused = (
        (*view.pauses, Pause(day, None, "notice"))
        if flag_of(event.data, "stops_clock")
        else view.pauses
    )
    return replace(
        view, notices=(*view.notices, notice), pauses=paused, situations=situations
    )


def _notice_answered(view: CaseView, event: Event) -> CaseView:
    day = day_in_china(event)
    answered = replace(view.notices[-1], answered_on=day)
    return replace(
        view,
        notices=(*view.notices[:-1], answered),
        pauses=_ended(view.pauses, reason="notice", on=day),
    )


def _material_added(view: CaseView, event: Event) -> CaseView:
    return replace(view, supplied=_supplied(view, event))


def _form_corrected(view: CaseView, event: Event) -> CaseView:
    corrected = {
        f"field:{name}": Supplied(f"field:{name}", Proof.FORM, event.seq)
        for name in texts_of(event.data, "fields")
    }
    return replace(
        view,
        form_digest=text_of(event.data, "form_digest"),
        supplied={**view.supplied, **corrected},
    )


def _reviewed(view: CaseView, event: Event) -> CaseView:
    return replace(
        view,
        approved=flag_of(event.data, "approved"),
        amount_fen=whole_of(event.data, "amount_fen"),
    )


def _publicity_posted(view: CaseView, event: Event) -> CaseView:
    posted = day_in_china(event)
    publicity = Publicity(
        posted_on=posted,
        first_on=known_day(event.data, "first_on"),
        last_on=known_day(event.data, "last_on"),
        sign_from=known_day(event.data, "sign_from"),
    )
    paused = (
        view.pauses
        if flag_of(event.data, "counted")
        else (*view.pauses, Pause(posted, None, "publicity"))
    )
    return replace(view, publicity=publicity, pauses=paused)


def _publicity_ended(view: CaseView, event: Event) -> CaseView:
    return replace(
        view,
        pauses=_ended(view.pauses, reason="publicity", on=day_in_china(event)),
    )


def _objection_raised(view: CaseView, event: Event) -> CaseView:
    return replace(view, objections=view.objections | {text_of(event.data, "id")})


def _objection_settled(view: CaseView, event: Event) -> CaseView:
    return replace(
        view,
        objections=view.objections - {text_of(event.data, "id")},
        upheld=view.upheld or flag_of(event.data, "upheld"),
    )


def _closed(view: CaseView, event: Event) -> CaseView:
    return replace(
        view,
        outcome=Outcome(text_of(event.data, "outcome")),
        closed_on=day_in_china(event),
    )


def _suspended(view: CaseView, event: Event) -> CaseView:
    day = day_in_china(event)
    return replace(view, pauses=(*view.pauses, Pause(day, None, "suspension")))


def _resumed(view: CaseView, event: Event) -> CaseView:
    day = day_in_china(event)
    return replace(view, pauses=_ended(view.pauses, reason="suspension", on=day))


def _pledge_made(view: CaseView, event: Event) -> CaseView:
    material = text_of(event.data, "material")
    pledged = Supplied(material, Proof.PLEDGE, event.seq)
    return replace(
        view,
        pledges=view.pledges | {material},
        supplied={**view.supplied, material: pledged},
    )


def _pledge_taken_back(view: CaseView, event: Event) -> CaseView:
    material = text_of(event.data, "material")
    return replace(
        view,
        pledges=view.pledges - {material},
        supplied={**view.supplied, material: Supplied(material, Proof.NONE, event.seq)},
    )


def _pledge_checked(view: CaseView, event: Event) -> CaseView:
    results = {
        **view.pledge_results,
        text_of(event.data, "material"): text_of(event.data, "result"),
    }
    return replace(view, pledge_results=results)


def _opinion_asked(view: CaseView, event: Event) -> CaseView:
    day = day_in_china(event)
    opinion = Opinion(
        id=text_of(event.data, "id"),
        desk=text_of(event.data, "desk"),
        question=text_of(event.data, "question"),
        asked_on=day,
        due_on=day_of(event.data, "due_on") or day,
    )
    return replace(view, opinions={**view.opinions, opinion.id: opinion})


def _opinion_given(view: CaseView, event: Event) -> CaseView:
    asked = view.opinions[text_of(event.data, "id")]
    given = replace(asked, given_on=day_in_china(event))
    return replace(view, opinions={**view.opinions, given.id: given})


def _handed_over(view: CaseView, event: Event) -> CaseView:
    return replace(view, assignee_id=whole_of(event.data, "assignee_id") or None)


_CHANGES: Final[Mapping[EventKind, Callable[[CaseView, Event], CaseView]]] = {
    EventKind.SUBMITTED: _submitted,
    EventKind.ACCEPTED: _accepted,
    EventKind.NOT_ACCEPTED: _closed,
    EventKind.NOTICE_SENT: _notice_sent,
    EventKind.MATERIAL_ADDED: _material_added,
    EventKind.FORM_CORRECTED: _form_corrected,
    EventKind.NOTICE_ANSWERED: _notice_answered,
    EventKind.BREACH_RECORDED: lambda view, _: replace(
        view, breaches=view.breaches + 1
    ),
    EventKind.EVALUATED: lambda view, _: replace(view, evaluated=True, approved=True),
    EventKind.REVIEWED: _reviewed,
    EventKind.ASSESSED: lambda view, event: replace(
        view, passed=flag_of(event.data, "passed")
    ),
    EventKind.NEGOTIATED: lambda view, event: replace(
        view, agreed=flag_of(event.data, "agreed")
    ),
    EventKind.PUBLICITY_POSTED: _publicity_posted,
    EventKind.PUBLICITY_ENDED: _publicity_ended,
    EventKind.OBJECTION_RAISED: _objection_raised,
    EventKind.OBJECTION_SETTLED: _objection_settled,
    EventKind.PAYMENT_ORDERED: lambda view, _: replace(view, payment="ordered"),
    EventKind.PAYMENT_FAILED: lambda view, _: replace(view, payment="failed"),
    EventKind.PAID: lambda view, _: replace(view, payment="paid"),
    EventKind.CLOSED: _closed,
    EventKind.WITHDRAWN: _closed,
    EventKind.TRANSFERRED: _closed,
    EventKind.EXTENDED: lambda view, event: replace(
        view, extension_days=view.extension_days + whole_of(event.data, "days")
    ),
    EventKind.SUSPENDED: _suspended,
    EventKind.RESUMED: _resumed,
    EventKind.PLEDGE_MADE: _pledge_made,
    EventKind.PLEDGE_TAKEN_BACK: _pledge_taken_back,
    EventKind.PLEDGE_CHECKED: _pledge_checked,
    EventKind.DECISION_REVERSED: lambda view, _: replace(view, reversed=True),
    EventKind.OPINION_ASKED: _opinion_asked,
    EventKind.OPINION_GIVEN: _opinion_given,
    EventKind.HANDED_OVER: _handed_over,
    EventKind.RUNG_FIRED: lambda view, event: replace(
        view, rungs=view.rungs | {text_of(event.data, "rung")}
    ),
}


def _ended(pauses: tuple[Pause, ...], *, reason: str, on: date) -> tuple[Pause, ...]:
    return tuple(
        replace(pause, end_on=on)
        if pause.reason == reason and pause.end_on is None
        else pause
        for pause in pauses
    )
