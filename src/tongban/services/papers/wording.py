"""What a paper says, filled from the case and the event that issues it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from tongban.core.access.masking import mask_identifier
from tongban.core.access.parties import PARTY_KIND_WORDS, PartyKind
from tongban.core.cases.events import Event
from tongban.core.cases.lifecycle import Outcome
from tongban.core.cases.materials import needed
from tongban.core.cases.parts import Proof, lacks_of
from tongban.core.cases.view import CHINA, CaseView
from tongban.core.json_values import text_of
from tongban.core.money import yuan_text
from tongban.core.papers.content import Pair, PaperContent, Table
from tongban.core.papers.kinds import (
    CERTIFICATES,
    CHECK_CODE_CHARACTERS,
    TITLES,
    PaperKind,
    Standing,
    paper_number,
)
from tongban.core.papers.remedies import Remedy, remedies_on
from tongban.policy.papers import load_remedies
from tongban.records.security.cipher import blind_index
from tongban.services.calendar.queries import explain
from tongban.services.calendar.words import day_words
from tongban.services.cases import projection
from tongban.services.cases.forms import subject_name
from tongban.services.cases.words import word
from tongban.services.items.citing import cite, cite_text
from tongban.services.messages.queries import sentences

if TYPE_CHECKING:
    from tongban.services.cases.engine import Loaded

DEMO_NOTE: Final = "演示"
STANDING_CODES: Final[Mapping[Standing, str]] = {
    Standing.VALID: "paper.standing.valid",
    Standing.SUPERSEDED: "paper.standing.superseded",
    Standing.REVERSED: "paper.standing.reversed",
    Standing.CORRECTED: "paper.standing.corrected",
}
_RULED: Final = frozenset({PaperKind.NON_ACCEPTANCE, PaperKind.COMPLETION})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is written from."""

    loaded: "Loaded"
    view: CaseView
    event: Event

    def words(self, code: str, *, day: str = "") -> str:
        """Return a sentence of the catalogue about the item, and a day."""
        return said(code).format(item=self.loaded.record.item_name, day=day)

    @property
    def day(self) -> str:
        """The day of the event in words."""
        return day_words(self.event.at.astimezone(CHINA).date())


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a paper that differ from kind to kind."""

    paragraphs: tuple[str, ...]
    facts: tuple[Pair, ...] = ()
    tables: tuple[Table, ...] = ()
    why: tuple[str, ...] = ()


def said(code: str) -> str:
    """Return a sentence of the catalogue."""
    return sentences()[code]


def standing_words(standing: Standing) -> str:
    """Return the word of what became of a paper."""
    return said(STANDING_CODES[standing])


def content_of(subject: Subject, kind: PaperKind) -> PaperContent:
    """Return what the paper of this kind says about the event."""
    return content_with(subject, kind, _PARTS[kind](subject))


def content_with(subject: Subject, kind: PaperKind, parts: Parts) -> PaperContent:
    """Return a paper of a kind around the parts that are its own."""
    record, event = subject.loaded.record, subject.event
    number = paper_number(kind, case_number=record.number, event_seq=event.seq)
    return PaperContent(
        kind=kind,
        number=number,
        check_code=check_code_of(number),
        title=TITLES[kind],
        case_number=record.number,
        item_name=record.item_name,
        addressee=record.party.name,
        is_person=record.party.kind == PartyKind.PERSON.value,
        office=record.office.name,
        seal_note=DEMO_NOTE if settings.TONGBAN_DEMO else "",
        issued_at=event.at.astimezone(CHINA).isoformat(),
        paragraphs=parts.paragraphs,
        facts=(*_who(subject), *_way_back(subject, kind), *parts.facts),
        tables=parts.tables,
        why=parts.why,
        remedies=_remedies(subject, kind),
        phones=_phones(subject),
    )


def check_code_of(number: str) -> str:
    """Return the code printed on a paper, which nobody can guess from its number."""
    mark = blind_index(number, purpose="paper check code")
    return mark[:CHECK_CODE_CHARACTERS].upper()


def moment_words(at: datetime) -> str:
    """Return a moment as papers write it, in the time of China."""
    local = at.astimezone(CHINA)
    return f"{date_words(local)}{local.hour}时{local.minute:02d}分"


def date_words(day: date) -> str:
    """Return a day as papers are dated, without its weekday."""
    return f"{day.year}年{day.month}月{day.day}日"


def _who(subject: Subject) -> tuple[Pair, ...]:
    record = subject.loaded.record
    party = record.party
    is_person = party.kind == PartyKind.PERSON.value
    shown = mask_identifier(party.identifier) if is_person else party.identifier
    who = "申请人" if is_person else PARTY_KIND_WORDS[PartyKind(party.kind)]
    return (
        (who, f"{party.name}（{shown}）"),
        ("申请事项", record.item_name),
        ("办件编号", record.number),
    )


def _way_back(subject: Subject, kind: PaperKind) -> tuple[Pair, ...]:
    """Return the code that opens the case; none on what is shown to others."""
    if kind in CERTIFICATES.values():
        return ()
    code = subject.loaded.record.query_code
    return (("查询码", f"{code}（凭编号和查询码查进度）"),)


def _phones(subject: Subject) -> tuple[Pair, ...]:
    office = subject.loaded.record.office
    listed = (("咨询电话", office.phone), ("监督电话", office.supervision_phone))
    return tuple((name, number) for name, number in listed if number)


def _remedies(subject: Subject, kind: PaperKind) -> tuple[str, ...]:
    if kind not in _RULED:
        return ()
    day = subject.event.at.astimezone(CHINA).date()
    told = remedies_on(remedies(), kind=kind, on=day)
    return tuple(
        f"{one.text}（{cite(one.clause.document, one.clause.clause)}）" for one in told
    )


def remedies() -> tuple[Remedy, ...]:
    """Return the remedies of the policy folder in use."""
    return _read_remedies(Path(settings.TONGBAN_POLICY))


@cache
def _read_remedies(folder: Path) -> tuple[Remedy, ...]:
    return load_remedies(folder)


def _materials(subject: Subject) -> tuple[Table, ...]:
    view = subject.view
    rows = []
    for material in needed(subject.loaded.terms, view.situations):
        found = view.supplied.get(material.code)
        if found is not None and found.proof is not Proof.NONE:
            rows.append((material.name, word(f"proof.{found.proof.value}")))
    if not rows:
        return ()
    numbered = tuple((str(at), *row) for at, row in enumerate(rows, 1))
    return (Table("收到的材料", ("序号", "材料", "提供方式"), numbered),)


def _receipt(subject: Subject) -> Parts:
    at = subject.loaded.record.received_at
    clock = _clock(subject)
    return Parts(
        paragraphs=(
            subject.words("paper.receipt.body", day=moment_words(at)),
            said("paper.receipt.next"),
            *clock.paragraphs,
        ),
        facts=(("收到时间", moment_words(at)), *clock.facts),
        tables=_materials(subject),
        why=clock.why,
    )


def _acceptance(subject: Subject) -> Parts:
    started = date_words(subject.view.started_on or subject.loaded.today)
    clock = _clock(subject)
    body = subject.words("paper.acceptance.body", day=started)
    return Parts(
        paragraphs=(body, *clock.paragraphs),
        facts=(("受理日", started), *clock.facts),
        tables=_materials(subject),
        why=clock.why,
    )


def _clock(subject: Subject) -> Parts:
    """Return what is said of the due day, nothing while the clock has not started.

    Items without 受理 among their steps start with the receipt.
    """
    loaded, view = subject.loaded, subject.view
    reading = projection.reading_of(
        view, terms=loaded.terms, calendar=loaded.calendar, today=loaded.today
    )
    if reading is None:
        return Parts(())
    if reading.instant:
        return Parts((said("paper.acceptance.instant"),))
    due = day_words(reading.due_on)
    words = [said("paper.acceptance.due").format(days=reading.working_days, due=due)]
    if reading.provisional:
        words.append(said("paper.acceptance.due.provisional"))
    return Parts(tuple(words), (("最迟办结", due),), why=explain(reading))


def _notice(subject: Subject) -> Parts:
    terms, view = subject.loaded.terms, subject.view
    texts = {one.code: one.text for one in needed(terms, view.situations)}
    rows = []
    for place, lack in enumerate(lacks_of(subject.event.data), 1):
        cure = lack.cure or "请补交"
        if lack.pledge_allowed:
            cure += "；也可以签署书面承诺代替"
        reason = word(f"fault.{lack.fault.value}")
        required = texts.get(lack.subject, "办事指南所列填报内容")
        name = subject_name(terms, lack.subject)
        rows.append((str(place), name, reason, required, cure))
    columns = ("序号", "补正内容", "问题", "规定的要求", "怎样补正")
    paragraphs = [subject.words("paper.notice.body")]
    if view.pauses and view.open_notice is not None:
        paragraphs.append(said("paper.notice.clock"))
    paragraphs.append(said("paper.notice.how"))
    facts: tuple[Pair, ...] = (("告知时间", moment_words(subject.event.at)),)
    return Parts(
        tuple(paragraphs), facts, (Table("需要补正的内容", columns, tuple(rows)),)
    )


def _non_acceptance(subject: Subject) -> Parts:
    data = subject.event.data
    paragraphs = [
        subject.words("paper.non_acceptance.body"),
        said("paper.non_acceptance.reason").format(words=_reason(subject)),
        *_clause(text_of(data, "clause")),
    ]
    remedy = text_of(data, "remedy")
    if remedy:
        paragraphs.append(remedy)
    return Parts(tuple(paragraphs), (("决定时间", moment_words(subject.event.at)),))


def _reason(subject: Subject) -> str:
    data = subject.event.data
    told = (text_of(data, "text"), text_of(data, "words"))
    return " ".join(part for part in told if part)


def _clause(clause: str) -> tuple[str, ...]:
    return (said("paper.clause").format(clause=cite_text(clause)),) if clause else ()


def _completion(subject: Subject) -> Parts:
    view = subject.view
    closed = ("办结时间", moment_words(subject.event.at))
    if view.outcome is not Outcome.GRANTED:
        paragraphs = (
            subject.words("paper.completion.rejected"),
            said("paper.completion.reason").format(words=_reason(subject)),
            *_clause(text_of(subject.event.data, "clause")),
        )
        return Parts(paragraphs, (("办理结果", "未通过"), closed))
    facts: list[Pair] = [("办理结果", "已办结"), closed]
    if view.amount_fen:
        facts.append(("核定支付", f"{yuan_text(view.amount_fen)}元"))
    results = "、".join(subject.loaded.terms.results)
    if results:
        facts.append(("结果文书", results))
    body = subject.words("paper.completion.granted", day=subject.day)
    return Parts((body,), tuple(facts))


_PARTS: Final[Mapping[PaperKind, Callable[[Subject], Parts]]] = {
    PaperKind.RECEIPT: _receipt,
    PaperKind.ACCEPTANCE: _acceptance,
    PaperKind.NOTICE: _notice,
    PaperKind.NON_ACCEPTANCE: _non_acceptance,
    PaperKind.COMPLETION: _completion,
}
