"""What applicants, and clerks for them, do in a scenario."""

import hashlib
from datetime import date
from typing import Final

from tongban.core.files.uploads import FileType, ScanResult
from tongban.core.items.catalogue import Channel, Terms
from tongban.core.json_values import Json, flag_of, text_of
from tongban.records.files.models import StoredFile
from tongban.records.parties.models import Party
from tongban.services.cases import intake, notices, pledges
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.mandates import NewMandate, give_mandate, revoke_mandate
from tongban.services.demo.samples import Subject, sample_form, sample_papers
from tongban.services.items.queries import terms_on
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import (
    Stage,
    audience_named,
    fields_named,
    item_named,
    material_named,
    materials_named,
    names_of,
    party_named,
    situations_named,
    with_first_answers,
)

COMPLETE: Final = "齐全"
NOTHING: Final = "无"
UPLOAD: Final = b"%PDF-1.4 scenario"
DEMO_PHONE: Final = "10000000000"


def apply(stage: Stage, step: Step, sent: Envelope) -> None:
    """Hand in an application (申请); what is not said is filled with samples."""
    stage.open(step, intake.submit_case(sent, new_case(stage, step, sent)))


def new_case(stage: Stage, step: Step, sent: Envelope) -> NewCase:
    """Return the application a step describes."""
    party = party_named(text_of(step.fields, "申请人") or step.who)
    item = item_named(step.fields.get("事项"), step)
    audience = audience_named(step, party)
    region = stage.scenario.region or party.region
    terms = terms_on(item.code, audience, region, sent.today)
    said = situations_named(terms, names_of(step.fields, "情形"))
    chosen = with_first_answers(terms, said)
    pledged = materials_named(terms, chosen, names_of(step.fields, "承诺"))
    brought = tuple(
        code for code in _brought(step, terms, chosen) if code not in pledged
    )
    by_hand = sent.channel is Channel.COUNTER
    return NewCase(
        item=item.code,
        audience=audience,
        party_id=party.pk,
        form=_form(step, terms, party, chosen),
        situations=chosen,
        files={} if by_hand else {code: (_upload(sent),) for code in brought},
        papers=brought if by_hand else (),
        pledges=pledged,
        incomplete=flag_of(step.fields, "暂缺"),
        region=region,
    )


def _form(
    step: Step, terms: Terms, party: Party, chosen: tuple[str, ...]
) -> dict[str, Json]:
    subject = Subject(party.name, party.identifier, party.phone or DEMO_PHONE)
    form = sample_form(terms, subject, today=step.at.date(), situations=chosen)
    return {**form, **fields_named(terms, step.fields.get("表单"))}


def _brought(step: Step, terms: Terms, chosen: tuple[str, ...]) -> tuple[str, ...]:
    said = names_of(step.fields, "材料") or (COMPLETE,)
    if said == (NOTHING,):
        return ()
    if said == (COMPLETE,):
        return sample_papers(terms, chosen)
    return materials_named(terms, chosen, said)


def _upload(sent: Envelope) -> str:
    """Note one upload and return its id: a row that is undone, no stored bytes."""
    row = StoredFile.objects.create(
        digest=hashlib.sha256(UPLOAD).hexdigest(),
        type=FileType.PDF.value,
        size=len(UPLOAD),
        name="场景材料.pdf",
        scan=ScanResult.CLEAN.value,
        uploaded_by_id=sent.actor.account_id,
        uploaded_at=sent.now,
    )
    return str(row.pk)


def add_materials(stage: Stage, step: Step, sent: Envelope) -> None:
    """Bring papers later (补充材料): by hand at a counter, else as files."""
    terms, situations = stage.terms(step), stage.view(step).situations
    codes = materials_named(terms, situations, names_of(step.fields, "材料"))
    by_hand = sent.channel is Channel.COUNTER
    receipt = notices.add_materials(
        sent,
        number=stage.number(step),
        files={} if by_hand else {code: (_upload(sent),) for code in codes},
        papers=codes if by_hand else (),
    )
    stage.keep(receipt)


def correct(stage: Stage, step: Step, sent: Envelope) -> None:
    """Correct form fields a notice named (更正)."""
    changes = fields_named(stage.terms(step), step.fields.get("表单"))
    number = stage.number(step)
    stage.keep(notices.correct_form(sent, number=number, changes=changes))


def answer(stage: Stage, step: Step, sent: Envelope) -> None:
    """Send the answer to a notice (答复告知)."""
    stage.keep(notices.answer_notice(sent, number=stage.number(step)))


def withdraw(stage: Stage, step: Step, sent: Envelope) -> None:
    """Take the application back (撤回)."""
    words, number = text_of(step.fields, "说明"), stage.number(step)
    stage.keep(intake.withdraw_case(sent, number=number, words=words))


def pledge(stage: Stage, step: Step, sent: Envelope) -> None:
    """Sign a pledge in place of a proof (承诺)."""
    number, code = stage.number(step), one_material(stage, step)
    stage.keep(pledges.make_pledge(sent, number=number, material=code))


def take_back_pledge(stage: Stage, step: Step, sent: Envelope) -> None:
    """Take a pledge back (收回承诺)."""
    number, code = stage.number(step), one_material(stage, step)
    stage.keep(pledges.take_back_pledge(sent, number=number, material=code))


def one_material(stage: Stage, step: Step) -> str:
    """Return the code of the material a step names."""
    word = next(iter(names_of(step.fields, "材料")), "")
    return material_named(stage.terms(step), stage.view(step).situations, word)


def give(stage: Stage, step: Step, sent: Envelope) -> None:
    """Let another act for oneself (授权), from today to a day included."""
    del stage
    words = names_of(step.fields, "事项")
    give_mandate(
        sent,
        NewMandate(
            principal_id=party_named(step.who).pk,
            helper_login=text_of(step.fields, "给"),
            items=tuple(item_named(word, step).code for word in words),
            covers_pledges=flag_of(step.fields, "可代承诺"),
            from_on=sent.today,
            until_on=date.fromisoformat(text_of(step.fields, "至")),
        ),
    )


def revoke(stage: Stage, step: Step, sent: Envelope) -> None:
    """Take every mandate back that one gave (撤销授权)."""
    del stage
    given = party_named(step.who).mandates_given.filter(revoked_at=None)
    for mandate in given.order_by("pk"):
        revoke_mandate(sent, mandate_id=mandate.pk)
