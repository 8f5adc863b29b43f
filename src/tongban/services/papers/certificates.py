"""Certificates of cover and contributions, which items 7 and 8 end with (参保凭证)."""

from collections.abc import Callable, Mapping
from typing import Final

from tongban.core.cases.lifecycle import EventKind, Outcome
from tongban.core.cases.view import CHINA
from tongban.core.json_values import text_of
from tongban.core.money import yuan_text
from tongban.core.papers.content import Pair, PaperContent, Table
from tongban.core.papers.kinds import CERTIFICATES, PaperKind
from tongban.services.enrolment.own import CoverWords, Insurance, insurance_of
from tongban.services.enrolment.staff import staff_page
from tongban.services.ledger.queries import personal_account
from tongban.services.papers.wording import (
    Parts,
    Subject,
    content_with,
    date_words,
    said,
)

MONTH_ROWS_MAX: Final = 24
COVER_COLUMNS: Final = ("险种", "身份", "状态", "时间", "单位")
MONTH_COLUMNS: Final = (
    "月份",
    "缴费",
    "基数（元）",
    "单位（元）",
    "个人（元）",
    "到账",
)
PREMIUM_COLUMNS: Final = (
    "年度",
    "缴费档次",
    "享受档次",
    "个人（元）",
    "资助（元）",
    "到账",
)


def certificate_for(subject: Subject) -> PaperContent | None:
    """Return the certificate a granted look-up ends with; nothing for other events."""
    if (
        subject.event.kind is not EventKind.CLOSED
        or subject.view.outcome is not Outcome.GRANTED
    ):
        return None
    record, loaded = subject.loaded.record, subject.loaded
    form = record.forms.get(digest=subject.view.form_digest).content
    kind = CERTIFICATES.get((loaded.terms.effect, text_of(form, "subject")))
    if kind is None:
        return None
    return content_with(subject, kind, _PARTS[kind](subject))


def _insurance(subject: Subject) -> Insurance:
    day = subject.event.at.astimezone(CHINA).date()
    return insurance_of(subject.loaded.record.party_id, day=day, year=None)


def _body(subject: Subject, code: str) -> tuple[str, ...]:
    day = date_words(subject.event.at.astimezone(CHINA).date())
    words = said(code).format(day=day, name=subject.loaded.record.party.name)
    return (words, said("paper.certificate.use"))


def _cover(subject: Subject) -> Parts:
    found = _insurance(subject)
    code = "paper.cover.body" if found.covers else "paper.cover.none"
    return Parts(_body(subject, code), _facts(found), _covers(found))


def _contributions(subject: Subject) -> Parts:
    found = _insurance(subject)
    tables = (*_months(found), *_premiums(found))
    return Parts(_body(subject, "paper.contributions.body"), _facts(found), tables)


def _rights(subject: Subject) -> Parts:
    found = _insurance(subject)
    account = personal_account(subject.loaded.record.party_id)
    balance = "没有个人账户" if account is None else _yuan(account.balance_fen) + "元"
    return Parts(
        _body(subject, "paper.rights.body"),
        (*_facts(found), ("个人账户余额", balance)),
        (*_covers(found), *_months(found), *_premiums(found)),
    )


def _unit(subject: Subject) -> Parts:
    day = subject.event.at.astimezone(CHINA).date()
    found = staff_page(subject.loaded.record.party_id, day=day, page=1)
    if found is None:
        return Parts(_body(subject, "paper.cover.none"))
    facts: tuple[Pair, ...] = (
        ("单位状态", found.state),
        ("在保职工", f"{found.total}人"),
        (
            f"{found.month.year}年{found.month.month}月还应缴",
            f"{_yuan(found.due_fen)}元",
        ),
        (
            f"{found.month.year}年{found.month.month}月已到账",
            f"{_yuan(found.paid_fen)}元",
        ),
    )
    return Parts(_body(subject, "paper.unit.body"), facts)


def _facts(found: Insurance) -> tuple[Pair, ...]:
    facts: list[Pair] = []
    if found.now is not None:
        facts.append(("现在参加", f"{found.now.scheme}（{found.now.kind}）"))
        facts.append(("参保状态", found.now.state))
    elif found.covers:
        facts.append(("参保状态", "现在没有在保"))
    if found.paid:
        facts.append(("缴费年限", found.paid))
    if found.wait is not None and found.wait.last is not None:
        facts.append(("待遇等待期", f"到{date_words(found.wait.last)}"))
    return tuple(facts)


def _covers(found: Insurance) -> tuple[Table, ...]:
    rows = tuple(
        (line.scheme, line.kind, line.state, _span(line), line.employer or "—")
        for line in found.covers
    )
    return (Table("历次参保", COVER_COLUMNS, rows),) if rows else ()


def _span(line: CoverWords) -> str:
    first = f"{date_words(line.first)}起"
    return first if line.last is None else f"{first}，到{date_words(line.last)}"


def _months(found: Insurance) -> tuple[Table, ...]:
    rows = tuple(
        (
            f"{line.month.year}年{line.month.month}月",
            line.payer,
            _yuan(line.base_fen),
            _yuan(line.unit_fen),
            _yuan(line.own_fen),
            "视同缴费"
            if line.deemed
            else "未到账"
            if line.paid_on is None
            else line.paid_on.isoformat(),
        )
        for line in found.months[:MONTH_ROWS_MAX]
    )
    return (Table("职工缴费（最近一年）", MONTH_COLUMNS, rows),) if rows else ()


def _premiums(found: Insurance) -> tuple[Table, ...]:
    rows = tuple(
        (
            f"{line.year}年",
            line.tier,
            line.enjoyed,
            _yuan(line.own_fen),
            _yuan(line.aided_fen),
            "未到账" if line.paid_on is None else line.paid_on.isoformat(),
        )
        for line in found.premiums
    )
    return (Table("居民缴费", PREMIUM_COLUMNS, rows),) if rows else ()


def _yuan(fen: int) -> str:
    return yuan_text(fen)


_PARTS: Final[Mapping[PaperKind, Callable[[Subject], Parts]]] = {
    PaperKind.COVER: _cover,
    PaperKind.CONTRIBUTIONS: _contributions,
    PaperKind.RIGHTS: _rights,
    PaperKind.UNIT_COVER: _unit,
}
