"""Certificates of cover and contributions, which items 7 and 8 end with (参保凭证)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from tongban.core.cases.lifecycle import EventKind, Outcome
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.json_values import JsonObject, text_of
from tongban.core.money import yuan_text
from tongban.core.papers.content import Pair, PaperContent, Table
from tongban.core.papers.kinds import CERTIFICATES, PaperKind
from tongban.services.enrolment.bills import month_sums
from tongban.services.enrolment.own import CoverWords, Insurance, Span, insurance_of
from tongban.services.enrolment.staff import staff_page
from tongban.services.enrolment.staff_list import staff_names
from tongban.services.ledger.queries import personal_account
from tongban.services.papers.wording import (
    Parts,
    Subject,
    content_with,
    date_words,
    said,
)

ROSTER_ROWS_MAX: Final = 5000
PRINT_FIELD: Final = "print_certificate"
SPAN_MONTHS: Final = 12
SPAN_FIELDS: Final = ("from_month", "to_month")
COVER_COLUMNS: Final = ("险种", "身份", "状态", "时间", "单位")
MONTH_COLUMNS: Final = (
    "月份",
    "缴费",
    "基数（元）",
    "单位（元）",
    "个人（元）",
    "到账",
)
BILL_COLUMNS: Final = (
    "月份",
    "人数",
    "单位（元）",
    "个人（元）",
    "已到账（元）",
    "未到账（元）",
)
STAFF_COLUMNS: Final = ("姓名", "证件号码", "身份", "参保时间")
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
    form, effect = _form(subject), subject.loaded.terms.effect
    kind = CERTIFICATES.get((effect, text_of(form, "subject")))
    if kind is None or form.get(PRINT_FIELD) is False:
        return None
    return content_with(subject, kind, _PARTS[kind](subject))


def _form(subject: Subject) -> JsonObject:
    forms = subject.loaded.record.forms
    content: JsonObject = forms.get(digest=subject.view.form_digest).content
    return content


def _day(subject: Subject) -> date:
    return subject.event.at.astimezone(CHINA).date()


def _span(subject: Subject) -> Span:
    """Return the months that were asked for, else the latest twelve.

    The form saw that they are in order.
    """
    form, day = _form(subject), _day(subject)
    said = [text_of(form, name) for name in SPAN_FIELDS]
    first, last = (date.fromisoformat(f"{one}-01") if one else None for one in said)
    return Span(
        add_months(month_of(day), 1 - SPAN_MONTHS) if first is None else first,
        day if last is None else min(last, day),
    )


def _span_fact(span: Span) -> Pair:
    months = [f"{day.year}年{day.month}月" for day in (span.first, span.last)]
    return ("查询期间", "到".join(months))


def _insurance(subject: Subject) -> Insurance:
    return insurance_of(
        subject.loaded.record.party_id, day=_day(subject), span=_span(subject)
    )


def _body(subject: Subject, code: str) -> tuple[str, ...]:
    day = date_words(_day(subject))
    words = said(code).format(day=day, name=subject.loaded.record.party.name)
    return (words, said("paper.certificate.use"))


def _cover(subject: Subject) -> Parts:
    found = _insurance(subject)
    code = "paper.cover.body" if found.covers else "paper.cover.none"
    return Parts(_body(subject, code), _facts(found), _covers(found))


def _contributions(subject: Subject) -> Parts:
    found = _insurance(subject)
    tables = (*_months(found), *_premiums(found))
    paragraphs = _body(subject, "paper.contributions.body")
    if not tables:
        paragraphs = (paragraphs[0], said("paper.contributions.none"), paragraphs[1])
    facts = (_span_fact(_span(subject)), *_facts(found))
    return Parts(paragraphs, facts, tables)


def _rights(subject: Subject) -> Parts:
    found = _insurance(subject)
    account = personal_account(subject.loaded.record.party_id)
    balance = "没有个人账户" if account is None else _yuan(account.balance_fen) + "元"
    return Parts(
        _body(subject, "paper.rights.body"),
        (_span_fact(_span(subject)), *_facts(found), ("个人账户余额", balance)),
        (*_covers(found), *_months(found), *_premiums(found)),
    )


def _unit(subject: Subject) -> Parts:
    """Say how the employer stands, and of its bills or staff what was asked."""
    employer, day = subject.loaded.record.party_id, _day(subject)
    found = staff_page(employer, day=day, page=1)
    if found is None:
        return Parts(_body(subject, "paper.cover.none"))
    facts: tuple[Pair, ...] = (
        ("单位状态", found.state),
        ("在保职工", f"{found.total}人"),
    )
    asked = text_of(_form(subject), "subject")
    tables: tuple[Table, ...] = ()
    paragraphs = _body(subject, "paper.unit.body")
    if asked == "contributions":
        facts += (_span_fact(_span(subject)),)
        tables = _bills(employer, _span(subject))
        if not tables:
            nothing = said("paper.contributions.none")
            paragraphs = (paragraphs[0], nothing, paragraphs[1])
    elif asked == "roster" and found.total > ROSTER_ROWS_MAX:
        too_many = said("paper.unit.too_many").format(most=ROSTER_ROWS_MAX)
        paragraphs = (paragraphs[0], too_many, paragraphs[1])
    elif asked == "roster":
        tables = _staff(employer, day)
    return Parts(paragraphs, facts, tables)


def _bills(employer: int, span: Span) -> tuple[Table, ...]:
    rows = tuple(
        (
            f"{line.month.year}年{line.month.month}月",
            str(line.people),
            _yuan(line.unit_fen),
            _yuan(line.own_fen),
            _yuan(line.paid_fen),
            _yuan(line.due_fen),
        )
        for line in month_sums(employer, span.first, span.last)
    )
    return (Table("各月缴费", BILL_COLUMNS, rows),) if rows else ()


def _staff(employer: int, day: date) -> tuple[Table, ...]:
    rows = tuple(
        (line.name, line.identifier, line.kind, date_words(line.since))
        for line in staff_names(employer, day)
    )
    return (Table("参保人员名单", STAFF_COLUMNS, rows),) if rows else ()


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
        (line.scheme, line.kind, line.state, _days(line), line.employer or "—")
        for line in found.covers
    )
    return (Table("历次参保", COVER_COLUMNS, rows),) if rows else ()


def _days(line: CoverWords) -> str:
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
        for line in found.months
    )
    return (Table("职工缴费", MONTH_COLUMNS, rows),) if rows else ()


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
