"""What applicants, and clerks for them, do in a scenario."""

from dataclasses import replace
from datetime import date
from typing import Final

from tongban.core.items.catalogue import Channel, Terms
from tongban.core.items.situations import materials_for
from tongban.core.json_values import Json, flag_of, text_of
from tongban.records.parties.models import Party
from tongban.services.cases import intake, notices, pledges
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.mandates import NewMandate, give_mandate, revoke_mandate
from tongban.services.demo.samples import (
    Subject,
    sample_form,
    sample_papers,
    sample_situations,
)
from tongban.services.files.operations import Upload, store_upload
from tongban.services.items.queries import terms_on
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import (
    Stage,
    account_named,
    audience_named,
    fields_named,
    item_named,
    materials_named,
    names_of,
    situations_named,
)

PAPER: Final = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
COMPLETE: Final = "齐全"
NOTHING: Final = "无"


def apply(stage: Stage, step: Step) -> None:
    """Hand in an application (申请); what is not said is filled with samples."""
    sent = stage.envelope(step)
    stage.keep(step, intake.submit_case(sent, new_case(stage, step, sent)))


def new_case(stage: Stage, step: Step, sent: Envelope) -> NewCase:
    """Return the application a step describes."""
    item = item_named(step)
    audience = audience_named(step, item)
    party = _party(step)
    region = stage.scenario.region or party.region
    terms = terms_on(item.code, audience, region, sent.today)
    said = names_of(step, "情形")
    chosen = situations_named(terms, said) if said else sample_situations(terms)
    papers = _papers(step, terms, chosen)
    pledged = materials_named(terms, chosen, names_of(step, "承诺"))
    papers = tuple(code for code in papers if code not in pledged)
    by_hand = sent.channel is Channel.COUNTER
    return NewCase(
        item=item.code,
        audience=audience,
        party_id=party.pk,
        form=_form(step, terms, party, chosen),
        situations=chosen,
        files={} if by_hand else {code: (upload(sent),) for code in papers},
        papers=papers if by_hand else (),
        pledges=pledged,
        incomplete=flag_of(step.fields, "暂缺"),
        region=region,
    )


def _party(step: Step) -> Party:
    login = text_of(step.fields, "申请人") or step.who
    return party_named(login)


def party_named(login: str) -> Party:
    """Return the party of a demo login."""
    return Party.objects.get(accounts__login_name=login)


def _form(
    step: Step, terms: Terms, party: Party, chosen: tuple[str, ...]
) -> dict[str, Json]:
    subject = Subject(party.name, party.identifier, party.phone or "10000000000")
    form = sample_form(terms, subject, today=step.at.date(), situations=chosen)
    said = step.fields.get("表单")
    changes = fields_named(terms, said) if isinstance(said, dict) else {}
    return {
        name: value for name, value in {**form, **changes}.items() if value is not None
    }


def _papers(step: Step, terms: Terms, chosen: tuple[str, ...]) -> tuple[str, ...]:
    said = names_of(step, "材料") or (COMPLETE,)
    if said == (NOTHING,):
        return ()
    if said == (COMPLETE,):
        return sample_papers(terms, chosen)
    return materials_named(terms, chosen, said)


def upload(sent: Envelope) -> str:
    """Store one small file and return its id."""
    stored = store_upload(sent.actor, Upload("材料.pdf", (PAPER,)), now=sent.now)
    return str(stored.id)


def add_materials(stage: Stage, step: Step) -> None:
    """Bring papers later (补充材料)."""
    sent = stage.envelope(step)
    terms = stage.terms(step)
    every = tuple(option.code for group in terms.situations for option in group.options)
    codes = _any_material(terms, every, names_of(step, "材料"))
    by_hand = sent.channel is Channel.COUNTER
    receipt = notices.add_materials(
        sent,
        number=stage.number(step),
        files={} if by_hand else {code: (upload(sent),) for code in codes},
        papers=codes if by_hand else (),
    )
    stage.keep(step, receipt)


def _any_material(
    terms: Terms, every: tuple[str, ...], words: tuple[str, ...]
) -> tuple[str, ...]:
    known = {
        word: material.code
        for material in terms.materials
        for word in (material.name, material.code)
    }
    return tuple(known.get(word, word) for word in words) if every or words else ()


def correct(stage: Stage, step: Step) -> None:
    """Correct form fields a notice named (更正)."""
    said = step.fields.get("表单")
    changes = fields_named(stage.terms(step), said if isinstance(said, dict) else {})
    sent = stage.envelope(step)
    stage.keep(
        step, notices.correct_form(sent, number=stage.number(step), changes=changes)
    )


def answer(stage: Stage, step: Step) -> None:
    """Send the answer to a notice (答复告知)."""
    sent = stage.envelope(step)
    stage.keep(step, notices.answer_notice(sent, number=stage.number(step)))


def withdraw(stage: Stage, step: Step) -> None:
    """Take the application back (撤回)."""
    sent = stage.envelope(step)
    receipt = intake.withdraw_case(
        sent, number=stage.number(step), words=text_of(step.fields, "说明")
    )
    stage.keep(step, receipt)


def pledge(stage: Stage, step: Step) -> None:
    """Sign a pledge in place of a proof (承诺)."""
    sent = stage.envelope(step)
    (code,) = _any_material(stage.terms(step), ("x",), names_of(step, "材料"))
    receipt = pledges.make_pledge(sent, number=stage.number(step), material=code)
    stage.keep(step, receipt)


def take_back_pledge(stage: Stage, step: Step) -> None:
    """Take a pledge back (收回承诺)."""
    sent = stage.envelope(step)
    (code,) = _any_material(stage.terms(step), ("x",), names_of(step, "材料"))
    receipt = pledges.take_back_pledge(sent, number=stage.number(step), material=code)
    stage.keep(step, receipt)


def mandate(stage: Stage, step: Step) -> None:
    """Let another act for oneself (授权)."""
    sent = stage.envelope(step)
    words = names_of(step, "事项")
    items = tuple(
        item_named(replace(step, fields={"事项": word})).code for word in words
    )
    until = text_of(step.fields, "至")
    give_mandate(
        sent,
        NewMandate(
            principal_id=account_named(step.who).party_id or 0,
            helper_login=text_of(step.fields, "给"),
            items=items,
            covers_pledges=flag_of(step.fields, "可代承诺"),
            from_on=sent.today,
            until_on=date.fromisoformat(until) if until else sent.today,
        ),
    )


def revoke(stage: Stage, step: Step) -> None:
    """Take every mandate back that one gave (撤销授权)."""
    sent = stage.envelope(step)
    party = party_named(step.who)
    for given in party.mandates_given.filter(revoked_at=None):
        revoke_mandate(sent, mandate_id=given.pk)


def asked_for(stage: Stage, step: Step) -> tuple[str, ...]:
    """Return the names of the papers the case asks for in its situations."""
    terms = stage.terms(step)
    events = stage.record(step).events.order_by("seq")
    chosen: tuple[str, ...] = ()
    for event in events:
        if "situations" in event.data:
            chosen = tuple(event.data["situations"])
    return tuple(
        material.name
        for material in materials_for(terms, frozenset(chosen))
        if not material.optional
    )
