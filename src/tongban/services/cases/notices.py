"""The one-time notice and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core.access.rights import Act
from tongban.core.cases.decisions.notices import (
    decide_answer,
    decide_correction,
    decide_material,
    decide_notice,
)
from tongban.core.cases.events import NewEvent
from tongban.core.cases.materials import MaterialNotListed, amended, lacks_json
from tongban.core.cases.parts import Fault, Lack, Proof, Supplied
from tongban.core.json_values import Json, JsonObject
from tongban.records.cases.models import Case, CaseForm
from tongban.services.cases import engine
from tongban.services.cases.content import FormFaulty, digest_of, keep_files
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.forms import faults_by_field, form_faults, visible_form
from tongban.services.cases.guard import check_applicant, check_staff
from tongban.services.cases.wording import in_words
from tongban.services.items.operations import Attempt, record_extra_material_attempt


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What a clerk or reviewer found wrong.

    ``late_reason`` is a supervisor's word for taking a second notice on record.
    """

    lacks: tuple[Lack, ...]
    added_situations: tuple[str, ...] = ()
    late_reason: str = ""

    def as_json(self) -> JsonObject:
        """Return the content a request key stands for."""
        data: dict[str, Json] = {
            "lacks": lacks_json(self.lacks),
            "added_situations": list(self.added_situations),
            "late_reason": self.late_reason,
        }
        return data


def send_notice(envelope: Envelope, *, number: str, notice: NewNotice) -> Receipt:
    """Tell everything that is missing or wrong at once; the clock stops.

    A second notice about something visible before is refused unless a
    supervisor takes it on record (CN39 十二).
    """

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        act = Act.ALLOW_LATE_NOTICE if notice.late_reason else Act.NOTIFY
        check_staff(envelope.actor, act, record=loaded.record)
        with in_words(loaded.terms):
            return decide_notice(
                loaded.view,
                loaded.terms,
                judged=(*notice.lacks, *_field_lacks(loaded, notice)),
                added_situations=notice.added_situations,
                rules=loaded.rules,
                taken_on_record_by=envelope.actor.name if notice.late_reason else "",
            )

    try:
        return engine.run(
            envelope,
            number=number,
            act="notice",
            payload=notice.as_json(),
            decide=decide,
        )
    except MaterialNotListed as refused:
        _record_attempt(envelope, number=number, material=refused.material)
        raise


def _record_attempt(envelope: Envelope, *, number: str, material: str) -> None:
    """Put the attempt to ask for an unlisted paper on the supervision list."""
    record = Case.objects.get(number=number)
    record_extra_material_attempt(
        Attempt(
            region=record.region,
            item=record.item,
            name=material,
            reason="",
            case_number=number,
        ),
        actor=envelope.actor,
        now=envelope.now,
    )


def _field_lacks(loaded: engine.Loaded, notice: NewNotice) -> tuple[Lack, ...]:
    """Return the fields a corrected situation asks for that were never filled."""
    situations = amended(loaded.terms, loaded.view.situations, notice.added_situations)
    form = loaded.record.forms.get(digest=loaded.view.form_digest).content
    told = {lack.subject for lack in notice.lacks}
    return tuple(
        Lack(f"field:{name}", Fault.MISSING, words, pledge_allowed=False)
        for name, words in faults_by_field(loaded.terms, form, situations).items()
        if f"field:{name}" not in told
    )


def add_materials(
    envelope: Envelope,
    *,
    number: str,
    files: Mapping[str, tuple[str, ...]],
    papers: tuple[str, ...] = (),
) -> Receipt:
    """Add files or papers to an open case; they stay in it for good."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        if papers:
            check_staff(envelope.actor, Act.ACCEPT, record=loaded.record)
        keep_files(loaded, files)
        brought = (
            *(Supplied(code, Proof.FILE, 0, tuple(ids)) for code, ids in files.items()),
            *(Supplied(code, Proof.PAPER, 0) for code in papers),
        )
        return decide_material(loaded.view, loaded.terms, brought)

    listed: dict[str, Json] = {name: list(ids) for name, ids in files.items()}
    payload: dict[str, Json] = {"files": listed, "papers": list(papers)}
    return engine.run(
        envelope, number=number, act="materials", payload=payload, decide=decide
    )


def correct_form(
    envelope: Envelope, *, number: str, changes: Mapping[str, Json]
) -> Receipt:
    """Correct the form fields an open notice named; the old form stays on file."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        kept = loaded.record.forms.get(digest=loaded.view.form_digest).content
        form = {**kept, **changes}
        faults = form_faults(loaded.terms, form, situations=loaded.view.situations)
        if faults:
            raise FormFaulty(faults)
        with in_words(loaded.terms):
            events = decide_correction(
                loaded.view, fields=tuple(changes), form_digest=digest_of(form)
            )
        CaseForm.objects.get_or_create(
            case=loaded.record,
            digest=digest_of(form),
            defaults={
                "content": visible_form(form),
                "saved_at": envelope.now,
            },
        )
        return events

    return engine.run(
        envelope,
        number=number,
        act="correct",
        payload={"changes": dict(changes)},
        decide=decide,
    )


def answer_notice(envelope: Envelope, *, number: str) -> Receipt:
    """Send the answer once every lack is cured; the clock runs on the next day."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        with in_words(loaded.terms):
            return decide_answer(loaded.view)

    return engine.run(envelope, number=number, act="answer", payload={}, decide=decide)
