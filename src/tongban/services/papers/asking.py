"""Asking for a certificate in one step: a look-up of item 7 or 8 that ends at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.items.catalogue import Audience
from tongban.core.json_values import Json
from tongban.core.papers.kinds import CERTIFICATES, TITLES
from tongban.core.refusals import Refusal
from tongban.records.papers.models import Paper
from tongban.records.parties.models import Party
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours
from tongban.services.cases.intake import submit_case
from tongban.services.enrolment.own import Span
from tongban.services.enrolment.queries import covers_of
from tongban.services.papers.certificates import PRINT_FIELD
from tongban.services.papers.queries import PaperLine, line_of

PERSON_ITEM: Final = "person-enquiry"
UNIT_ITEM: Final = "employer-enquiry"
UNIT_PROOF: Final = "employer-proof"  # a unit that signed in has proved itself
LISTED_MAX: Final = 50
MONTHS_IN_A_YEAR: Final = 12
SUBJECT_WORDS: Final[Mapping[tuple[str, str], str]] = {
    (UNIT_ITEM, "enrolment"): "单位参保证明（参保情况）",
    (UNIT_ITEM, "contributions"): "单位参保证明（各月缴费）",
    (UNIT_ITEM, "roster"): "单位参保证明（参保人员名单）",
}


class SubjectUnknown(Refusal):
    """There is no such certificate for this applicant."""

    code = "papers.subject_unknown"

    def __init__(self) -> None:
        super().__init__("No such certificate.")


class Range(StrEnum):
    """The months people ask for most."""

    LATEST_YEAR = "latest-year"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"
    EVERYTHING = "everything"


RANGE_WORDS: Final[Mapping[Range, str]] = {
    Range.LATEST_YEAR: "最近十二个月",
    Range.THIS_YEAR: "今年",
    Range.LAST_YEAR: "去年",
    Range.EVERYTHING: "从参保开始到现在",
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of one's own, and the case it can be fetched from."""

    paper: PaperLine
    case_number: str


@dataclass(frozen=True, slots=True)
class Offered:
    """One certificate that can be asked for."""

    subject: str
    words: str


def offered(party: Party) -> tuple[Offered, ...]:
    """Return what a person or a unit can ask for."""
    return tuple(
        Offered(subject, SUBJECT_WORDS.get((item, subject), TITLES[kind]))
        for (item, subject), kind in CERTIFICATES.items()
        if item == _item_of(party)
    )


def span_of(party_id: int, chosen: Range, *, today: date) -> Span:
    """Return the months a choice stands for."""
    january = date(today.year, 1, 1)
    if chosen is Range.THIS_YEAR:
        return Span(january, today)
    if chosen is Range.LAST_YEAR:
        return Span(add_months(january, -MONTHS_IN_A_YEAR), add_months(january, -1))
    if chosen is Range.LATEST_YEAR:
        return Span(add_months(month_of(today), 1 - MONTHS_IN_A_YEAR), today)
    starts = [line.days.start for line in covers_of(party_id)]
    return Span(min(starts, default=january), today)


def ask_certificate(envelope: Envelope, *, subject: str, span: Span) -> Certificate:
    """Issue the certificate somebody asks for about themselves.

    ``subject`` is one of ``offered``. The same request again returns the same paper.
    """
    party = own_party(envelope.actor)
    item = _item_of(party)
    if (item, subject) not in CERTIFICATES:
        raise SubjectUnknown
    months = {"from_month": f"{span.first:%Y-%m}", "to_month": f"{span.last:%Y-%m}"}
    about: dict[str, Json] = {**_about(party), **months}
    receipt = submit_case(
        envelope,
        NewCase(
            item=item,
            audience=_audience_of(party),
            party_id=party.pk,
            form={**about, "subject": subject, PRINT_FIELD: True},
            situations=("self",) if item == PERSON_ITEM else (),
            shared=() if item == PERSON_ITEM else (UNIT_PROOF,),
            region=party.region,
        ),
    )
    kinds = {kind.value for kind in CERTIFICATES.values()}
    paper = Paper.objects.select_related("end").get(
        case__number=receipt.number, kind__in=kinds
    )
    return Certificate(line_of(paper), receipt.number)


def certificates_of(party_ids: Iterable[int]) -> tuple[Certificate, ...]:
    """Return the certificates issued to parties, the latest first."""
    kinds = [kind.value for kind in CERTIFICATES.values()]
    rows = Paper.objects.filter(party_id__in=party_ids, kind__in=kinds)
    listed = rows.select_related("end", "case").order_by("-issued_at", "-pk")
    return tuple(
        Certificate(line_of(row), row.case.number) for row in listed[:LISTED_MAX]
    )


def own_party(actor: Actor) -> Party:
    """Return the person or unit an actor is; refuses who is neither."""
    found = Party.objects.filter(pk__in=actor.party_ids[:1]).first()
    if found is None:
        raise NotYours
    return found


def _item_of(party: Party) -> str:
    return PERSON_ITEM if party.kind == PartyKind.PERSON.value else UNIT_ITEM


def _about(party: Party) -> dict[str, Json]:
    phone: dict[str, Json] = {"contact_phone": party.phone}
    if party.kind == PartyKind.PERSON.value:
        return {
            "insured_name": party.name,
            "insured_id_number": party.identifier,
            **phone,
        }
    return {
        "employer_name": party.name,
        "credit_code": party.identifier,
        "contact_name": party.name,
        **phone,
    }


def _audience_of(party: Party) -> Audience:
    if party.kind != PartyKind.PERSON.value:
        return Audience.EMPLOYER
    latest = next(iter(covers_of(party.pk)), None)
    resident = latest is not None and latest.scheme is Scheme.RESIDENT
    return Audience.RESIDENT if resident else Audience.EMPLOYEE
