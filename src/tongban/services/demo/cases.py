"""Cases of all 28 items in every state, played through the real commands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.parts import Fault, Lack
from tongban.core.items.catalogue import Audience, ServiceItem, Step
from tongban.core.items.terms import audiences_of
from tongban.core.money import plain_yuan
from tongban.records.cases.models import Case, Command
from tongban.records.parties.models import Party
from tongban.services.away.filing import KIND_OF
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases import handling, intake, notices, teamwork
from tongban.services.cases.content import NewCase
from tongban.services.cases.deadlines import refresh_stopped
from tongban.services.cases.envelope import Envelope
from tongban.services.demo.samples import (
    Subject,
    sample_form,
    sample_papers,
    sample_situations,
)
from tongban.services.demo.stage import Stage, stage_at
from tongban.services.items.pinning import terms_by_digest
from tongban.services.items.queries import items_on, terms_on
from tongban.services.payments import operations as payments
from tongban.services.transfers.opening import SIDE_OF

DEMO_CITY: Final = "370700"
DEMO_FEN: Final = 1_024_35
STEP_MINUTES: Final = 7
PARTY_OF: Final = {
    Audience.EMPLOYEE: (PartyKind.PERSON, Scheme.EMPLOYEE),
    Audience.RESIDENT: (PartyKind.PERSON, Scheme.RESIDENT),
    Audience.EMPLOYER: (PartyKind.EMPLOYER, None),
    Audience.SCHOOL: (PartyKind.SCHOOL, None),
    Audience.PROVIDER: (PartyKind.INSTITUTION, None),
    Audience.PHARMACY: (PartyKind.PHARMACY, None),
}


@dataclass(frozen=True, slots=True)
class Play:
    """How far a case goes, and how many working days ago it began."""

    name: str
    days_ago: int
    acts: tuple[str, ...]


PLAYS: Final = (
    Play("submitted", 0, ()),
    Play("accepted", 1, ("accept",)),
    Play("waiting", 4, ("accept", "notice")),
    Play("told-first", 2, ("notice",)),
    Play("answered", 6, ("notice", "answer", "accept")),
    Play("suspended", 5, ("accept", "suspend")),
    Play("approved", 3, ("accept", "review")),
    Play("ordered", 4, ("accept", "review", "order")),
    Play("paid", 8, ("accept", "review", "order", "pay")),
    Play("rejected", 7, ("accept", "reject")),
    Play("refused", 3, ("refuse",)),
    Play("withdrawn", 3, ("withdraw",)),
    Play("near", 9, ("accept",)),
    Play("overdue", 14, ("accept",)),
)
DESIGNATION_PLAYS: Final = (
    Play("assessing", 12, ("review",)),
    Play("posted", 14, ("review", "assess", "negotiate", "post")),
)

# What the demo's own accounts find when they sign in.
PERSONAL: Final = (
    ("zhaolei", "inpatient-reimbursement", Audience.RESIDENT, "waiting"),
    ("zhangguilan", "outpatient-reimbursement", Audience.RESIDENT, "accepted"),
    ("zhangguilan", "resident-change", Audience.RESIDENT, "submitted"),
    ("limin", "childbirth-payment", Audience.EMPLOYEE, "paid"),
    ("hospital-city", "hospital-settlement", Audience.PROVIDER, "ordered"),
    ("pharmacy-kuiwen", "pharmacy-designation", Audience.PHARMACY, "posted"),
)


def load_demo_cases(now: datetime) -> int:
    """Play the demo's cases once; return how many cases there are then.

    Every command carries a key of its own, so an interrupted loading goes on
    where it stopped. Plays whose steps an item does not have are left out.
    """
    if Command.objects.filter(key=LAST_KEY).exists():
        return Case.objects.count()
    stage = stage_at(now)
    items = {str(item.code): item for item in items_on(DEMO_CITY, now.date())}
    plays = {play.name: play for play in (*PLAYS, *DESIGNATION_PLAYS)}
    for place, (login, code, whom, name) in enumerate(PERSONAL, start=1_000):
        own = Party.objects.get(accounts__login_name=login)
        _play(stage, _Role(items[code], whom, own), plays[name], place=place)
    for place, (found, audience, play) in enumerate(_programme(now.date())):
        party = _party(audience, place)
        _play(stage, _Role(found, audience, party), play, place=place)
    refresh_stopped(now)
    Command.objects.get_or_create(
        sender="system", key=LAST_KEY, defaults={"digest": "", "at": now}
    )
    return Case.objects.count()


LAST_KEY: Final = "demo-cases-complete"


def _programme(today: date) -> Iterator[tuple[ServiceItem, Audience, Play]]:
    turn = 0
    for item in items_on(DEMO_CITY, today):
        if item.effect in SIDE_OF or item.effect in KIND_OF:
            continue  # their people must be covered: demo.transfers, demo.away
        for audience in audiences_of(item):
            plays = _plays_of(item)
            for _ in range(min(3, len(plays))):
                yield item, audience, plays[turn % len(plays)]
                turn += 1


def _plays_of(item: ServiceItem) -> tuple[Play, ...]:
    if item.automatic:
        return (PLAYS[0],)
    if Step.SIGN in item.steps:
        return (PLAYS[0], *DESIGNATION_PLAYS)
    missing = {"accept", "review", "order", "pay", "reject"} - _acts_of(item)
    return tuple(play for play in PLAYS if not missing & set(play.acts))


def _acts_of(item: ServiceItem) -> set[str]:
    acts = {"accept"} if Step.ACCEPT in item.steps else set()
    if Step.REVIEW in item.steps:
        acts |= {"review", "reject"}
    if Step.PAY in item.steps:
        acts |= {"order", "pay"}
    return acts


@dataclass(frozen=True, slots=True)
class _Role:
    """Who applies for what."""

    item: ServiceItem
    audience: Audience
    party: Party


def _play(stage: Stage, role: _Role, play: Play, *, place: int) -> None:
    calendar = work_calendar()
    day = calendar.add_workdays(calendar.next_workday(stage.now.date()), -play.days_ago)
    day = min(day, stage.now.date())
    key = f"demo-{place}"
    sent = stage.envelope("clerk1", day, minute=place % 60, key=f"{key}-submit")
    receipt = intake.submit_case(sent, _new_case(role, sent))
    if receipt.joined:
        return
    for turn, act in enumerate(play.acts, start=1):
        later = min(calendar.add_workdays(day, turn // 2), stage.now.date())
        minute = place % 60 + turn * STEP_MINUTES
        ACTS[act](stage, receipt.number, later, minute, f"{key}-{turn}")


def _party(audience: Audience, place: int) -> Party:
    kind, scheme = PARTY_OF[audience]
    found = Party.objects.filter(kind=kind.value).order_by("pk")
    if scheme is not None:
        found = found.filter(scheme=scheme.value)
    return found[place % found.count()]


def _new_case(role: _Role, sent: Envelope) -> NewCase:
    item, audience, party = role.item, role.audience, role.party
    terms = terms_on(item.code, audience, party.region, sent.today)
    situations = sample_situations(terms)
    subject = Subject(party.name, party.identifier, party.phone or "10000000000")
    return NewCase(
        item=item.code,
        audience=audience,
        party_id=party.pk,
        form=sample_form(terms, subject, today=sent.today, situations=situations),
        situations=situations,
        papers=sample_papers(terms, situations),
    )


Act = Callable[[Stage, str, date, int, str], object]


def _accept(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=key)
    return intake.accept_case(sent, number=number)


def _notice(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=key)
    lack = Lack(
        _first_subject(number), Fault.WRONG, "请核对后重新提供", pledge_allowed=False
    )
    return notices.send_notice(
        sent, number=number, notice=notices.NewNotice(lacks=(lack,))
    )


def _first_subject(number: str) -> str:
    first = Case.objects.get(number=number).events.order_by("seq")[0].data
    papers = [entry["material"] for entry in first["materials"]]
    return papers[0] if papers else "field:contact_phone"


def _answer(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=key)
    subject = _first_subject(number)
    if subject.startswith("field:"):
        changes = {subject.removeprefix("field:"): "10000000001"}
        notices.correct_form(sent, number=number, changes=changes)
    else:
        notices.add_materials(sent, number=number, files={}, papers=(subject,))
    return notices.answer_notice(replace(sent, key=f"{key}-done"), number=number)


def _suspend(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=key)
    return teamwork.suspend_case(sent, number=number, words="等待就诊医院核对票据")


def _review(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=key)
    record = Case.objects.get(number=number)
    pays = Step.PAY in terms_by_digest(record.terms_digest).steps
    decision = Decision(
        approved=True, amount_fen=DEMO_FEN if pays else 0, words="", clause=""
    )
    return handling.review_case(sent, number=number, decision=decision)


def _reject(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=key)
    decision = Decision(
        approved=False,
        amount_fen=0,
        words="费用不在医保基金支付范围内",
        clause="《中华人民共和国社会保险法》第三十条",
    )
    return handling.review_case(sent, number=number, decision=decision)


def _order(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("finance1", day, minute=minute, key=key)
    return payments.order_payment(sent, number=number)


def _pay(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("finance1", day, minute=minute, key=key)
    order = Case.objects.get(number=number).orders.get()
    if order.batch is not None:
        return order
    batch = payments.make_batch(sent, orders=(order.number,))
    row = (order.number, plain_yuan(order.amount_fen), payments.PAID_WORD, "")
    text = ",".join(payments.RETURN_COLUMNS) + "\n" + ",".join(row) + "\n"
    return payments.take_bank_return(sent, number=batch.number, text=text)


def _refuse(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=key)
    return intake.refuse_case(sent, number=number, reason="not-required", words="")


def _withdraw(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=key)
    return intake.withdraw_case(sent, number=number, words="材料不齐，改日再办")


def _assess(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("assessor", day, minute=minute, key=key)
    return handling.assess_case(
        sent, number=number, passed=True, result={"score": 92, "words": "符合条件"}
    )


def _negotiate(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=key)
    return handling.negotiate_case(
        sent, number=number, agreed=True, words="双方协商一致", clause=""
    )


def _post(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=key)
    return handling.post_result(sent, number=number, result="评估合格，拟签订协议")


ACTS: Final[dict[str, Act]] = {
    "accept": _accept,
    "notice": _notice,
    "answer": _answer,
    "suspend": _suspend,
    "review": _review,
    "reject": _reject,
    "order": _order,
    "pay": _pay,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "assess": _assess,
    "negotiate": _negotiate,
    "post": _post,
}
