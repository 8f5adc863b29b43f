"""Crediting months to personal accounts (按月划入): once per person and month."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tongban.core.cases.view import CHINA
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.core.personal_accounts.crediting import (
    CreditLine,
    credit_lines,
    line_words,
)
from tongban.core.personal_accounts.terms import NoAccountTerms
from tongban.records.ledger.models import LedgerAccount
from tongban.records.personal_accounts.models import BASIS_MAX, MonthlyCredit
from tongban.services.ledger.operations import Entry, area_of, fund, lock, post
from tongban.services.personal_accounts.due import (
    DueCredit,
    DueCredits,
    due_credits,
)
from tongban.services.personal_accounts.terms import account_terms

LOOK_BACK_MONTHS: Final = 12
NAMED_MAX: Final = 100
HELD: Final = "正在办理一次性支取"
NO_BIRTHDAY: Final = "没有登记出生日期"


@dataclass
class CreditReport:
    """What a run did: people, amount, and whom it left out and why."""

    people: int = 0
    amount_fen: int = 0
    left_out: dict[str, list[int]] = field(default_factory=dict)

    def leave_out(self, party_id: int, why: str) -> None:
        """Note somebody who was not credited."""
        self.left_out.setdefault(why, []).append(party_id)


def credit_recent(now: datetime, *, today: date) -> CreditReport:
    """Credit this month and the year before it; what is done already stays."""
    report = CreditReport()
    for back in range(LOOK_BACK_MONTHS, -1, -1):
        credit_month(add_months(month_of(today), -back), now=now, report=report)
    return report


def credit_month(
    month: date,
    *,
    now: datetime,
    report: CreditReport | None = None,
    due: DueCredits = due_credits,
) -> CreditReport:
    """Credit one month to everybody it is due to; running it again adds nothing."""
    told = CreditReport() if report is None else report
    for chunk in due(month):
        by_area: dict[str, list[DueCredit]] = {}
        for one in chunk:
            by_area.setdefault(area_of(one.region), []).append(one)
        for area, people in by_area.items():
            _credit_chunk(area, people, month=month, now=now, report=told)
    return told


@transaction.atomic
def _credit_chunk(
    area: str,
    people: Sequence[DueCredit],
    *,
    month: date,
    now: datetime,
    report: CreditReport,
) -> None:
    reckoned = _reckon(area, people, month, report)
    accounts = _accounts(reckoned, people, on=month)
    credited = set(
        MonthlyCredit.objects.filter(
            account__in=[account.pk for account in accounts.values()], month=month
        ).values_list("account__owner_id", flat=True)
    )
    to_credit: dict[int, tuple[CreditLine, ...]] = {}
    for party_id, lines in reckoned.items():
        if accounts[party_id].held_for_id is not None:
            report.leave_out(party_id, HELD)
        elif party_id not in credited:
            to_credit[party_id] = lines
    if to_credit:
        _post(area, to_credit, accounts, month=month, now=now)
    report.people += len(to_credit)
    report.amount_fen += sum(
        line.amount_fen for lines in to_credit.values() for line in lines
    )


def _reckon(
    area: str, people: Iterable[DueCredit], month: date, report: CreditReport
) -> dict[int, tuple[CreditLine, ...]]:
    found: dict[int, tuple[CreditLine, ...]] = {}
    for one in people:
        if one.facts is None:
            report.leave_out(one.party_id, NO_BIRTHDAY)
            continue
        try:
            lines = credit_lines(one.facts, account_terms(area).credit_on(month))
        except NoAccountTerms as refused:
            report.leave_out(one.party_id, f"没有查到{refused.data['what']}")
            continue
        if lines:
            found[one.party_id] = lines
    return found


def _accounts(
    reckoned: Iterable[int], people: Iterable[DueCredit], *, on: date
) -> dict[int, LedgerAccount]:
    """Return the open accounts of people by owner, locked; open what is missing."""
    owners = set(reckoned)
    regions = {one.party_id: one.region for one in people if one.party_id in owners}
    open_ones = LedgerAccount.objects.filter(
        owner__in=owners, kind=AccountKind.PERSONAL.value, closed_on=None
    )
    missing = owners - set(open_ones.values_list("owner_id", flat=True))
    LedgerAccount.objects.bulk_create(
        [
            LedgerAccount(
                owner_id=party_id,
                kind=AccountKind.PERSONAL.value,
                region=regions[party_id],
                opened_on=on,
                balance_fen=0,
            )
            for party_id in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    locked = lock(open_ones.values_list("pk", flat=True))
    return {account.owner_id or 0: account for account in locked.values()}


def _post(
    area: str,
    to_credit: dict[int, tuple[CreditLine, ...]],
    accounts: dict[int, LedgerAccount],
    *,
    month: date,
    now: datetime,
) -> None:
    lines = [
        Line(accounts[party_id].pk, line.amount_fen, line_words(month, line.part))
        for party_id, parts in to_credit.items()
        for line in parts
    ]
    total = sum(line.amount_fen for line in lines)
    source = fund(AccountKind.COLLECTED, area, on=month)
    journal = post(
        Entry(
            reason=Reason.CREDIT,
            at=now,
            day=now.astimezone(CHINA).date(),
            region=area,
            lines=(*lines, Line(source.pk, Fen(-total), f"{month:%Y年%m月}划入")),
            key=_key(month, (line.account for line in lines)),
        )
    )
    MonthlyCredit.objects.bulk_create(
        [
            MonthlyCredit(
                account=accounts[party_id],
                month=month,
                part=line.part.value,
                of_fen=line.of_fen,
                rate_bp=line.rate_bp,
                amount_fen=line.amount_fen,
                basis=line.basis.words[:BASIS_MAX],
                verified=line.basis.verified,
                journal=journal,
            )
            for party_id, parts in to_credit.items()
            for line in parts
        ]
    )


def _key(month: date, accounts: Iterable[int]) -> str:
    people = ",".join(str(account) for account in sorted(set(accounts)))
    return f"credit {month:%Y-%m} {hashlib.sha256(people.encode()).hexdigest()[:40]}"
