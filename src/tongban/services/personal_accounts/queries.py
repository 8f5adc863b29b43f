"""A person's account as pages show it: balance, movements in plain words, sharings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.ledger.journals import Reason
from tongban.core.money import Fen, yuan_text
from tongban.core.personal_accounts.crediting import CreditPart, line_words
from tongban.core.personal_accounts.sharing import (
    RELATION_WORDS,
    SHARE_STATE_WORDS,
    SHARED_USE_WORDS,
    Relation,
    SharedUse,
    ShareState,
)
from tongban.records.ledger.models import Posting
from tongban.records.personal_accounts.models import (
    FamilyShare,
    MonthlyCredit,
    Withdrawal,
)
from tongban.services.ledger.queries import Movement, movements
from tongban.services.personal_accounts.sharing import sharing_of, usable_of
from tongban.services.personal_accounts.terms import account_terms

PERCENT: Final = 100
SHARES_MAX: Final = 100
ASKED_OF_YOU: Final = "等您确认"
UNDONE: Final = "这一笔后来冲销了，不再计算。"
WHY: Final = {
    Reason.OPENING: "账户转入本系统时的余额。",
    Reason.PAID_OUT: "银行已经付款。",
    Reason.CORRECTION: "对以前一笔账的更正。",
    Reason.REVERSAL: "撤销以前的一笔账，余额恢复到那一笔以前。",
}


@dataclass(frozen=True, slots=True)
class ExplainedMovement:
    """A movement with what it is, how it was reckoned, and on which clause."""

    movement: Movement
    what: str
    why: str
    clause: str
    verified: bool

    @property
    def is_income(self) -> bool:
        """Whether the account gained."""
        return self.movement.amount_fen > 0


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One sharing as one of its two sides sees it."""

    id: int
    version: int
    mine: bool
    who: str
    relation: str
    uses: str
    limit_fen: int | None
    used_fen: int | None
    usable_fen: int | None
    state: ShareState
    state_word: str
    offered_at: datetime
    ended_at: datetime | None


def explained_movements(
    account_id: int,
    *,
    region: str,
    year: int | None = None,
    start: int = 0,
    count: int = 0,
) -> tuple[ExplainedMovement, ...]:
    """Return movements, latest first, each in plain words with its clause."""
    found = movements(account_id, year=year, start=start, count=count)
    credited = _credits(account_id, found)
    reasons = _withdrawals(account_id)
    return tuple(_explain(line, region, credited, reasons) for line in found)


def own_shares(actor: Actor, *, today: date) -> tuple[ShareLine, ...]:
    """Return the sharings of one's own account and those one may use."""
    mine = set(actor.party_ids)
    rows = (
        FamilyShare.objects.filter(owner_id__in=mine)
        | FamilyShare.objects.filter(relative_id__in=mine)
    ).order_by("ended_at", "-pk")
    return tuple(
        _share_line(row, mine=row.owner_id in mine, today=today)
        for row in rows[:SHARES_MAX]
    )


def shares_of(party_id: int, *, today: date) -> tuple[ShareLine, ...]:
    """Return the sharings of a person's account, for staff."""
    rows = FamilyShare.objects.filter(owner_id=party_id).order_by("ended_at", "-pk")
    return tuple(
        _share_line(row, mine=True, today=today, masked=True)
        for row in rows[:SHARES_MAX]
    )


def _credits(
    account_id: int, lines: Iterable[Movement]
) -> dict[tuple[int, str], MonthlyCredit]:
    """Return the credits behind postings, by journal and the words of the line."""
    journals = Posting.objects.filter(pk__in=[line.id for line in lines])
    rows = MonthlyCredit.objects.filter(
        account_id=account_id, journal_id__in=journals.values("journal_id")
    )
    return {
        (row.journal_id, line_words(row.month, CreditPart(row.part))): row
        for row in rows
    }


def _withdrawals(account_id: int) -> dict[str, str]:
    rows = Withdrawal.objects.filter(account_id=account_id).select_related("case")
    return {row.case.number: row.reason for row in rows}


def _explain(
    line: Movement,
    region: str,
    credited: dict[tuple[int, str], MonthlyCredit],
    reasons: dict[str, str],
) -> ExplainedMovement:
    what, why, clause, verified = line.words or line.reason_word, "", "", True
    if line.reason is Reason.CREDIT:
        row = credited.get((line.journal_id, line.words))
        if row is not None:
            why, clause, verified = _credit_words(row), row.basis, row.verified
    elif line.reason is Reason.WITHDRAWAL:
        reason = account_terms(region).reasons.get(reasons.get(line.case_number, ""))
        if reason is not None:
            what = f"一次性支取：{reason.name}"
            why = f"按办件{line.case_number}支取全部余额。"
            clause = f"{reason.source}（{reason.clause}）"
    elif line.reason is Reason.SHARED_USE:
        terms = account_terms(region).sharing
        why = "近亲属按您的授权使用。"
        clause = f"{terms.source}（{terms.clause}）"
    else:
        why = WHY[line.reason]
    if line.reversed:
        why = f"{why}{UNDONE}"
    return ExplainedMovement(line, what, why, clause, verified)


def _credit_words(row: MonthlyCredit) -> str:
    whole, part = divmod(row.rate_bp, PERCENT)
    rate = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    of = "平均养老金" if row.part == "retired" else "缴费基数"
    return f"{of}{yuan_text(row.of_fen)}元的{rate}%。"


def _share_line(
    row: FamilyShare, *, mine: bool, today: date, masked: bool = False
) -> ShareLine:
    sharing = sharing_of(row)
    active = sharing.state is ShareState.ACTIVE
    who = row.relative_name if mine else row.owner_name
    return ShareLine(
        id=row.pk,
        version=row.version,
        mine=mine,
        who=mask_name(who) if masked else who,
        relation=RELATION_WORDS[Relation(row.relation)],
        uses="、".join(SHARED_USE_WORDS[SharedUse(use)] for use in row.uses),
        limit_fen=row.limit_fen,
        used_fen=_used(row, today.year) if mine else None,
        usable_fen=usable_of(row.pk, year=today.year) if active else None,
        state=sharing.state,
        state_word=_state_word(sharing.state, mine=mine),
        offered_at=row.offered_at,
        ended_at=row.ended_at,
    )


def _state_word(state: ShareState, *, mine: bool) -> str:
    asked = state is ShareState.ASKED and not mine
    return ASKED_OF_YOU if asked else SHARE_STATE_WORDS[state]


def _used(row: FamilyShare, year: int) -> Fen:
    uses = row.uses_made.filter(day__year=year, journal__reversed_by=None)
    return Fen(sum(uses.values_list("amount_fen", flat=True)))
