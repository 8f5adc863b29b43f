"""Approving cases together (批量审核): only those whose rule result is the same.

Each case goes through its ordinary command, with its own request key, in its
own transaction; what is refused for one stays with that one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction

from tongban.core.access.rights import Act
from tongban.core.cases.decisions.handling import AmountNeeded, Decision
from tongban.core.cases.lifecycle import State, next_step
from tongban.core.cases.view import CaseView, fold
from tongban.core.desk.bulk import Bar, BulkPlan, RuleResult, bars_of, plan
from tongban.core.items.catalogue import Step, Terms
from tongban.core.money import Fen
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, Command
from tongban.services.cases import engine
from tongban.services.cases.checks import checks_of
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import check_hands, check_staff
from tongban.services.cases.handling import review_case
from tongban.services.cases.queries.filters import in_office
from tongban.services.cases.queries.lists import CaseRow, rows_named
from tongban.services.cases.queries.places import risky
from tongban.services.cases.rules import case_rules
from tongban.services.desk.rules import desk_rules
from tongban.services.items.pinning import terms_by_digest
from tongban.services.messages.queries import sentence_of, sentences

WORDS_OF_BAR: Final[Mapping[Bar, str]] = {
    Bar.NOT_DUE: "bulk.not_due",
    Bar.NO_RIGHT: "bulk.no_right",
    Bar.SAME_HANDS: "bulk.same_hands",
    Bar.NOT_MET: "bulk.not_met",
    Bar.PLEDGED: "bulk.pledged",
    Bar.RISKY: "bulk.risky",
    Bar.OPINION_OPEN: "bulk.opinion_open",
    Bar.TOO_MUCH: "bulk.too_much",
    Bar.OTHER_RESULT: "bulk.other_result",
}


class NothingChosen(Refusal):
    """No case was chosen."""

    code = "desk.bulk_nothing_chosen"

    def __init__(self) -> None:
        super().__init__("Choose cases first.")


class TooManyChosen(Refusal):
    """More cases were chosen than may be approved at once."""

    code = "desk.bulk_too_many"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} cases.", most=most)


class PaymentTooLarge(Refusal):
    """Payments above the limit are decided one by one."""

    code = "desk.bulk_payment_too_large"

    def __init__(self, most: Fen) -> None:
        super().__init__(f"At most {most} fen each.", most=f"{most // 100}")


class ResultChanged(Refusal):
    """The rules no longer say of this case what they said of the others."""

    code = "desk.bulk_result_changed"

    def __init__(self, why: str) -> None:
        super().__init__("Look at this case by itself.", why=why)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that is not approved together with the others, and why."""

    row: CaseRow
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What would happen: these are approved, those are left out."""

    digest: str
    rows: tuple[CaseRow, ...]
    left_out: tuple[LeftOut, ...]
    checks: tuple[str, ...]
    pays: bool
    payment_max: Fen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    row: CaseRow
    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as the preview showed it: its number and version."""

    number: str
    version: int


@dataclass(frozen=True, slots=True)
class _Judged:
    record: Case
    terms: Terms
    result: RuleResult


def preview(envelope: Envelope, *, numbers: Sequence[str]) -> BulkPreview:
    """Return what approving these cases together would do; changes nothing."""
    judged = [_judge(envelope, record) for record in _records(envelope, numbers)]
    rules = desk_rules()
    planned = plan([one.result for one in judged], payment_max=rules.bulk_payment_max)
    rows = _rows(envelope, planned)
    first = next(
        (one for one in judged if one.record.number in planned.included[:1]), None
    )
    return BulkPreview(
        digest=planned.digest,
        rows=tuple(rows[number] for number in planned.included),
        left_out=tuple(
            LeftOut(rows[one.number], tuple(_why(one.bars))) for one in planned.excluded
        ),
        checks=() if first is None else tuple(_check_words(first.result)),
        pays=first is not None and Step.PAY in first.terms.steps,
        payment_max=rules.bulk_payment_max,
    )


def approve(
    envelope: Envelope, *, cases: Sequence[Seen], digest: str, decision: Decision
) -> tuple[Outcome, ...]:
    """Approve each case by its own command; return what became of each.

    A case the rules now judge otherwise, or that somebody changed, is left.
    """
    envelope.check()
    numbers = [one.number for one in cases]
    records = {one.number: one for one in _records(envelope, numbers)}
    _check_amount(records.values(), decision)
    told = {
        one.number: _approved(envelope, one, digest=digest, decision=decision)
        for one in cases
        if one.number in records
    }
    rows = rows_named(envelope.actor, list(told), today=envelope.today)
    return tuple(
        Outcome(row, done=not told[row.number], words=told[row.number]) for row in rows
    )


def _approved(
    envelope: Envelope, case: Seen, *, digest: str, decision: Decision
) -> str:
    """Approve one case; return why not, or nothing."""
    own = replace(envelope, key=f"{envelope.key}-{case.number}", version=case.version)
    try:
        with transaction.atomic():
            if not _sent_before(own):
                _check_same(own, case.number, digest=digest)
            review_case(own, number=case.number, decision=decision)
    except Refusal as no:
        return sentence_of(no)
    return ""


def _sent_before(envelope: Envelope) -> bool:
    sent = Command.objects.filter(sender=envelope.sender, key=envelope.key)
    return sent.exists()


def _check_same(envelope: Envelope, number: str, *, digest: str) -> None:
    """Refuse a case, locked, that the rules do not judge as the preview said."""
    loaded = engine.load(number, envelope)
    engine.check_version(loaded)
    judged = _judge(envelope, loaded.record)
    bars = bars_of(judged.result, payment_max=desk_rules().bulk_payment_max)
    if bars or judged.result.digest != digest:
        raise ResultChanged("、".join(_why(bars or (Bar.OTHER_RESULT,))))


def _check_amount(records: Iterable[Case], decision: Decision) -> None:
    pays = any(
        Step.PAY in terms_by_digest(record.terms_digest).steps for record in records
    )
    if pays and decision.amount_fen <= 0:
        raise AmountNeeded
    most = desk_rules().bulk_payment_max
    if decision.amount_fen > most:
        raise PaymentTooLarge(most)


def _records(envelope: Envelope, numbers: Sequence[str]) -> list[Case]:
    most = desk_rules().bulk_cases_max
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        raise NothingChosen
    if len(wanted) > most:
        raise TooManyChosen(most)
    found = in_office(envelope.actor).filter(number__in=wanted)
    records = {record.number: record for record in found}
    if not records:
        raise NothingChosen
    return [records[number] for number in wanted if number in records]


def _judge(envelope: Envelope, record: Case) -> _Judged:
    view = fold(engine.events_of(record))
    terms = terms_by_digest(record.terms_digest)
    step = next_step(steps=terms.steps, done=view.done)
    result = RuleResult(
        number=record.number,
        item=record.item,
        terms_digest=record.terms_digest,
        step="" if step is None else step.value,
        situations=tuple(sorted(view.situations)),
        checks=checks_of(record, view, terms),
        amount=Fen(0),
        bars=tuple(_bars(envelope, record, view, terms)),
    )
    return _Judged(record, terms, result)


def _bars(
    envelope: Envelope, record: Case, view: CaseView, terms: Terms
) -> Iterator[Bar]:
    step = next_step(steps=terms.steps, done=view.done)
    if view.state is not State.OPEN or step is not Step.REVIEW:
        yield Bar.NOT_DUE
        return
    actor = envelope.actor
    try:
        check_staff(
            actor,
            Act.REVIEW,
            record=record,
            step=Step.REVIEW,
            delegations=terms.delegations,
        )
    except Refusal:
        yield Bar.NO_RIGHT
    try:
        check_hands(actor, Step.REVIEW, view=view, terms=terms, rules=case_rules())
    except Refusal:
        yield Bar.SAME_HANDS
    if view.pledges:
        yield Bar.PLEDGED
    if Case.objects.filter(risky(), pk=record.pk).exists():
        yield Bar.RISKY
    if any(opinion.given_on is None for opinion in view.opinions.values()):
        yield Bar.OPINION_OPEN


def _rows(envelope: Envelope, planned: BulkPlan) -> Mapping[str, CaseRow]:
    numbers = [*planned.included, *(one.number for one in planned.excluded)]
    rows = rows_named(envelope.actor, numbers, today=envelope.today)
    return {row.number: row for row in rows}


def _why(bars: Sequence[Bar]) -> Iterator[str]:
    words = sentences()
    for bar in bars:
        yield words[WORDS_OF_BAR[bar]]


def _check_words(result: RuleResult) -> Iterator[str]:
    words = sentences()
    for check in result.checks:
        yield words[f"check.{check.code}"]
