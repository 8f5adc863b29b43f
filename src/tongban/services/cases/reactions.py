"""What follows from each event, in the same transaction: records beside the case."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from tongban.core.access.masking import mask_name
from tongban.core.cases.events import Event
from tongban.core.cases.lifecycle import EventKind, Outcome
from tongban.core.cases.materials import material_named
from tongban.core.cases.view import CaseView
from tongban.core.json_values import flag_of, known_day, text_of, texts_of
from tongban.records.cases.models import (
    Alert,
    OpinionRequest,
    Pledge,
    PledgeBar,
    Posting,
    Recovery,
)
from tongban.services.cases import effects
from tongban.services.claims import settling as claims
from tongban.services.notices.operations import tell
from tongban.services.papers import operations as papers
from tongban.services.transfers import opening as transfers

if TYPE_CHECKING:
    from tongban.services.cases.engine import Loaded

Reaction = Callable[["Loaded", CaseView, Event], None]


def react(loaded: "Loaded", view: CaseView, event: Event) -> None:
    """Let one event take effect, then tell the people it concerns."""
    reaction = _REACTIONS.get(event.kind)
    if reaction is not None:
        reaction(loaded, view, event)
    papers.issue(loaded, view, event)
    tell(loaded.record, event, terms=loaded.terms)


def _submitted(loaded: "Loaded", view: CaseView, event: Event) -> None:
    side = transfers.SIDE_OF.get(loaded.terms.effect)
    if side is not None:
        form = loaded.record.forms.get(digest=view.form_digest).content
        transfers.opened(loaded.record, form, side=side, at=event.at)


def _accepted(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    if loaded.terms.effect in transfers.SIDE_OF:
        transfers.check_accepted(loaded.record, at=event.at)


def _closed(loaded: "Loaded", view: CaseView, event: Event) -> None:
    if view.outcome is Outcome.GRANTED:
        effects.take_effect(loaded.record, view, terms=loaded.terms, at=event.at)
        due = loaded.calendar.add_workdays(loaded.today, loaded.rules.pledge_check_days)
        if view.pledges:
            loaded.record.pledges.filter(state=Pledge.State.MADE).update(
                state=Pledge.State.TO_CHECK, check_due_on=due
            )
    else:
        _ended(loaded, view, event)
    if view.publicity is not None:
        posted = Posting.objects.filter(case=loaded.record, ended_at=None)
        posted.update(ended_at=event.at)


def _ended(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    claims.take_back(loaded.record, at=event.at)
    if loaded.terms.effect in transfers.SIDE_OF:
        words = text_of(event.data, "words") or text_of(event.data, "text")
        transfers.ended(loaded.record, words=words, at=event.at)


def _breach(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    alert(
        loaded,
        event,
        kind=Alert.Kind.SECOND_NOTICE,
        detail="、".join(texts_of(event.data, "subjects")),
    )


def _rung(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    alert(loaded, event, kind=Alert.Kind.RUNG, detail=text_of(event.data, "rung"))


def alert(loaded: "Loaded", event: Event, *, kind: Alert.Kind, detail: str) -> None:
    """Put one line on the supervision list, once."""
    Alert.objects.get_or_create(
        case=loaded.record,
        kind=kind,
        detail=detail,
        defaults={"office_path": loaded.record.office_path, "raised_at": event.at},
    )


def _pledge_made(loaded: "Loaded", view: CaseView, event: Event) -> None:
    code = text_of(event.data, "material")
    material = material_named(loaded.terms, view.situations, code)
    text = material.text if material.pledge is None else material.pledge.text
    Pledge.objects.create(
        case=loaded.record,
        party=loaded.record.party,
        material=code,
        name=material.name,
        text=text,
        clause=text_of(event.data, "clause"),
        state=Pledge.State.MADE,
        made_at=event.at,
    )


def _pledge_taken_back(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    loaded.record.pledges.filter(
        material=text_of(event.data, "material"), state=Pledge.State.MADE
    ).update(state=Pledge.State.TAKEN_BACK)


def _pledge_checked(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    kept = text_of(event.data, "result") == "kept"
    loaded.record.pledges.filter(material=text_of(event.data, "material")).exclude(
        state=Pledge.State.TAKEN_BACK
    ).update(
        state=Pledge.State.KEPT if kept else Pledge.State.FALSE,
        checked_at=event.at,
        method=text_of(event.data, "method"),
        words=text_of(event.data, "words"),
    )
    if not kept:
        PledgeBar.objects.get_or_create(
            party=loaded.record.party,
            repaired_at=None,
            defaults={"case": loaded.record, "since": event.at},
        )


def _reversed(loaded: "Loaded", view: CaseView, event: Event) -> None:
    effects.undo(loaded.record, at=event.at, asked=flag_of(event.data, "asked"))
    if view.payment == "paid":
        Recovery.objects.get_or_create(
            case=loaded.record,
            defaults={"amount_fen": view.amount_fen, "opened_at": event.at},
        )


def _opinion_asked(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    OpinionRequest.objects.create(
        case=loaded.record,
        code=text_of(event.data, "id"),
        desk=text_of(event.data, "desk"),
        question=text_of(event.data, "question"),
        asked_at=event.at,
        asked_by=event.actor_id,
        due_on=known_day(event.data, "due_on"),
    )


def _opinion_given(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    loaded.record.opinions.filter(code=text_of(event.data, "id")).update(
        given_at=event.at, given_by=event.actor_id, words=text_of(event.data, "words")
    )


def _posted(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    record = loaded.record
    Posting.objects.create(
        case=record,
        number=record.number,
        region=record.region,
        item_name=record.item_name,
        subject=_public_name(loaded),
        result=text_of(event.data, "result"),
        posted_at=event.at,
        first_on=known_day(event.data, "first_on"),
        last_on=known_day(event.data, "last_on"),
        sign_from=known_day(event.data, "sign_from"),
    )


def _public_name(loaded: "Loaded") -> str:
    party = loaded.record.party
    return mask_name(party.name) if party.kind == "person" else party.name


def _objection_settled(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    loaded.record.posting.objections.filter(code=text_of(event.data, "id")).update(
        settled_at=event.at,
        upheld=flag_of(event.data, "upheld"),
        answer=text_of(event.data, "words"),
    )


def _publicity_ended(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    Posting.objects.filter(case=loaded.record).update(ended_at=event.at)


def _signed(loaded: "Loaded", _view: CaseView, event: Event) -> None:
    Posting.objects.filter(case=loaded.record).update(signed_at=event.at)


_REACTIONS: Final[Mapping[EventKind, Reaction]] = {
    EventKind.SUBMITTED: _submitted,
    EventKind.ACCEPTED: _accepted,
    EventKind.CLOSED: _closed,
    EventKind.NOT_ACCEPTED: _ended,
    EventKind.WITHDRAWN: _ended,
    EventKind.TRANSFERRED: _ended,
    EventKind.BREACH_RECORDED: _breach,
    EventKind.RUNG_FIRED: _rung,
    EventKind.PLEDGE_MADE: _pledge_made,
    EventKind.PLEDGE_TAKEN_BACK: _pledge_taken_back,
    EventKind.PLEDGE_CHECKED: _pledge_checked,
    EventKind.DECISION_REVERSED: _reversed,
    EventKind.OPINION_ASKED: _opinion_asked,
    EventKind.OPINION_GIVEN: _opinion_given,
    EventKind.PUBLICITY_POSTED: _posted,
    EventKind.OBJECTION_SETTLED: _objection_settled,
    EventKind.PUBLICITY_ENDED: _publicity_ended,
    EventKind.SIGNED: _signed,
}
