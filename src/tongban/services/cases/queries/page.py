"""One case as a page shows it: stage, clock, materials, events, and what may follow."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.masking import (
    mask_bank_account,
    mask_identifier,
    mask_name,
    mask_phone,
)
from tongban.core.access.rights import Act, may
from tongban.core.cases.decisions.intake import reasons_for
from tongban.core.cases.decisions.notices import still_lacking
from tongban.core.cases.events import Event
from tongban.core.cases.lifecycle import EventKind, State, next_step
from tongban.core.cases.materials import needed
from tongban.core.cases.parts import Lack, Proof
from tongban.core.cases.view import CaseView, fold
from tongban.core.items.catalogue import Material, Terms
from tongban.core.json_values import Json, text_of
from tongban.records.cases.models import Case, Objection
from tongban.services.calendar.queries import explain, work_calendar
from tongban.services.cases import engine, projection
from tongban.services.cases.forms import properties_of, title_of
from tongban.services.cases.guard import NotYours, check_applicant
from tongban.services.cases.queries.acts import acts_of
from tongban.services.cases.queries.page_values import (
    CasePage,
    EventLine,
    FieldLine,
    FileLine,
    LackLine,
    MaterialLine,
    ObjectionLine,
    StepLine,
)
from tongban.services.cases.rules import case_rules
from tongban.services.cases.words import (
    light_of,
    stage_of,
    state_word,
    step_word,
    word,
)
from tongban.services.collecting.queries import collecting_of_case
from tongban.services.items.citing import cite, cite_text
from tongban.services.items.pinning import terms_by_digest
from tongban.services.items.queries import has_region, region_full_name

MASKS: Final = {
    "id-number": mask_identifier,
    "phone": mask_phone,
    "bank-account": mask_bank_account,
}


def case_page(
    actor: Actor, number: str, *, today: date, reveal: bool = False
) -> CasePage:
    """Return one case for a page; refuses a case that is not within reach.

    ``reveal`` shows another's sensitive fields in full, once the look is recorded.
    """
    record = case_within_reach(actor, number)
    events = engine.events_of(record)
    view = fold(events)
    terms = terms_by_digest(record.terms_digest)
    own = record.party_id in actor.party_ids
    return CasePage(
        number=record.number,
        query_code=record.query_code,
        version=record.version,
        item=record.item,
        item_number=record.item_number,
        item_name=record.item_name,
        audience=record.audience,
        region=record.region,
        channel=record.channel,
        party_id=record.party_id,
        applicant=_applicant(record, shown=own or reveal),
        office_name=record.office.name,
        office_phone=record.office.phone,
        state=record.state,
        state_word=state_word(record),
        outcome=record.outcome,
        stage=stage_of(record),
        light=light_of(record, today=today, calendar=work_calendar()),
        received_at=record.received_at,
        started_on=record.started_on,
        due_on=record.due_on,
        provisional=record.provisional,
        closed_at=record.closed_at,
        amount_fen=record.amount_fen,
        payment=record.payment,
        owner="" if record.owner is None else record.owner.display_name,
        assignee="" if record.assignee is None else record.assignee.display_name,
        helper=_helper(record),
        prepared=_prepared(record, events),
        next=step_word(record.step),
        why=_why(view, terms, today=today),
        steps=_steps(view, terms),
        fields=_fields(record, view, terms, shown=own or reveal),
        materials=_materials(record, view, terms),
        notice_on=None if view.open_notice is None else view.open_notice.sent_on,
        lacks=_lacks(view, terms),
        events=tuple(_event_line(event) for event in events),
        pledges=tuple(record.pledges.order_by("made_at")),
        opinions=tuple(record.opinions.order_by("asked_at")),
        objections=_objections(record),
        sign_from=None if view.publicity is None else view.publicity.sign_from,
        acts=acts_of(actor, record, view, terms),
        terms=terms,
        situations=view.situations,
        reasons=reasons_for(record.item, case_rules()),
        collection=collecting_of_case(record, shown=own or reveal),
    )


def case_within_reach(actor: Actor, number: str) -> Case:
    """Return the row of a case; refuses one the actor may not see."""
    record = (
        Case.objects.select_related("office", "party", "owner", "assignee", "account")
        .filter(number=number)
        .first()
    )
    if record is None:
        raise engine.CaseUnknown(number)
    _check_reach(actor, record)
    return record


def _check_reach(actor: Actor, record: Case) -> None:
    if actor.kind is not ActorKind.STAFF:
        check_applicant(actor, record)
        return
    paths = (record.office_path, record.received_path)
    if not any(
        may(actor, Act.SEE, item=record.item, office_path=path) for path in paths
    ):
        raise NotYours


def _applicant(record: Case, *, shown: bool) -> str:
    party = record.party
    masked = party.kind == "person" and not shown
    return mask_name(party.name) if masked else str(party.name)


def _helper(record: Case) -> str:
    if record.mandate_id is None or record.account is None:
        return ""
    return record.account.display_name


def _prepared(record: Case, events: Sequence[Event]) -> str:
    """Return who wrote the application a window went on with; else nothing."""
    wrote = bool(events) and events[0].data.get("prepared_by") is not None
    return mask_name(record.account.display_name) if wrote and record.account else ""


def lacks_of(record: Case) -> tuple[LackLine, ...]:
    """Return what an open notice asked for that has not come yet."""
    view = fold(engine.events_of(record))
    lacks = _lacks(view, terms_by_digest(record.terms_digest))
    return tuple(lack for lack in lacks if not lack.cured)


def _why(view: CaseView, terms: Terms, *, today: date) -> tuple[str, ...]:
    reading = projection.reading_of(
        view, terms=terms, calendar=work_calendar(), today=today
    )
    return () if reading is None else explain(reading)


def _steps(view: CaseView, terms: Terms) -> tuple[StepLine, ...]:
    current = next_step(steps=terms.steps, done=view.done)
    over = view.state is State.CLOSED
    return tuple(
        StepLine(
            step=step.value,
            word=step_word(step.value),
            state="done"
            if step in view.done
            else "current"
            if step is current and not over
            else "to_come",
        )
        for step in terms.steps
    )


def _fields(
    record: Case, view: CaseView, terms: Terms, *, shown: bool
) -> tuple[FieldLine, ...]:
    form = record.forms.get(digest=view.form_digest).content
    lines = []
    for name, rules in properties_of(terms).items():
        if name not in form:
            continue
        sensitive = bool(rules.get("x-sensitive")) and not shown
        words = value_words(form[name], rules)
        if sensitive:
            words = _masked(words, str(rules.get("x-widget", "")))
        lines.append(
            FieldLine(
                name=name,
                title=str(rules.get("title", name)),
                group=str(rules.get("x-group", "")),
                shown=_masked(words, str(rules.get("x-widget", "")))
                if sensitive
                else words,
                masked=sensitive,
            )
        )
    return tuple(lines)


def _masked(words: str, widget: str) -> str:
    return MASKS.get(widget, mask_name)(words) if words else ""


def value_words(value: Json, rules: Mapping[str, Any]) -> str:
    """Return the words of a filled value: titles of choices, yes and no, rows.

    ``rules`` are the field's own schema; a row names its columns in their order.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "；".join(value_words(entry, rules.get("items", {})) for entry in value)
    if isinstance(value, Mapping):
        return _row_words(value, rules.get("properties", {}))
    if (
        isinstance(value, str)
        and rules.get("x-widget") == "region"
        and has_region(value)
    ):
        return region_full_name(value)
    for choice in rules.get("oneOf", ()):
        if choice.get("const") == value:
            return str(choice.get("title", value))
    return "" if value is None else str(value)


def _row_words(row: Mapping[str, Json], columns: Mapping[str, Any]) -> str:
    return "，".join(
        f"{rules.get('title', name)}：{value_words(row[name], rules)}"
        for name, rules in columns.items()
        if row.get(name) not in (None, "")
    )


def _materials(record: Case, view: CaseView, terms: Terms) -> tuple[MaterialLine, ...]:
    files: dict[str, list[FileLine]] = {}
    for kept in record.files.select_related("file").order_by("added_at", "pk"):
        line = FileLine(str(kept.file_id), kept.file.name, kept.added_at)
        files.setdefault(kept.material, []).append(line)
    lines = []
    for material in needed(terms, view.situations):
        found = view.supplied.get(material.code)
        proof = Proof.NONE if found is None else found.proof
        lines.append(
            MaterialLine(
                code=material.code,
                name=material.name,
                text=material.text,
                optional=material.optional,
                proof=proof.value,
                proof_word=word(f"proof.{proof.value}"),
                files=tuple(files.get(material.code, ())),
                pledge_text="" if material.pledge is None else material.pledge.text,
                clause=cite(material.source.document, material.source.clause),
            )
        )
    return tuple(lines)


def _lacks(view: CaseView, terms: Terms) -> tuple[LackLine, ...]:
    notice = view.open_notice
    if notice is None:
        return ()
    open_ones = {lack.subject for lack in still_lacking(view)}
    materials = {entry.code: entry for entry in needed(terms, view.situations)}
    return tuple(
        _lack_line(lack, materials, terms, cured=lack.subject not in open_ones)
        for lack in notice.lacks
    )


def _lack_line(
    lack: Lack, materials: Mapping[str, Material], terms: Terms, *, cured: bool
) -> LackLine:
    material = materials.get(lack.subject)
    field = lack.subject.removeprefix("field:")
    pledge = None if material is None else material.pledge
    return LackLine(
        subject=lack.subject,
        name=title_of(terms, field) if material is None else material.name,
        fault=lack.fault.value,
        fault_word=word(f"fault.{lack.fault.value}"),
        cure=lack.cure,
        pledge_allowed=lack.pledge_allowed,
        pledge_text="" if pledge is None else pledge.text,
        cured=cured,
        is_field=material is None,
    )


def _event_line(event: Event) -> EventLine:
    return EventLine(
        seq=event.seq,
        kind=event.kind.value,
        word=word(f"event.{event.kind.value}"),
        at=event.at,
        actor=event.actor_name,
        office=event.office,
        words=text_of(event.data, "words") or _reason(event),
        clause=cite_text(text_of(event.data, "clause")),
    )


def _reason(event: Event) -> str:
    refused = event.kind is EventKind.NOT_ACCEPTED
    return text_of(event.data, "text") if refused else ""


def _objections(record: Case) -> tuple[ObjectionLine, ...]:
    found = Objection.objects.filter(posting__case=record).order_by("raised_at")
    return tuple(
        ObjectionLine(
            code=entry.code,
            words=entry.words,
            raised_at=entry.raised_at,
            settled_at=entry.settled_at,
            answer=entry.answer,
        )
        for entry in found
    )
