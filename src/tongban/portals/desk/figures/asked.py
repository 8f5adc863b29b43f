"""What an address of the figures asks for: span, rows, figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from tongban.core.figures.counting import Span
from tongban.core.refusals import Refusal
from tongban.services.figures.measures import Measure, MeasureUnknown
from tongban.services.figures.tables import Behind, By
from tongban.services.timekeeping.queries import today

SPANS: Final[Mapping[str, str]] = {"day": "今天", "month": "本月", "year": "今年"}
BY_WORDS: Final[Mapping[By, str]] = {
    By.ITEM: "事项",
    By.OFFICE: "承办机构",
    By.WINDOW: "收件机构",
    By.CLERK: "经办人",
}


class DayUnreadable(Refusal):
    """What was typed is not a day."""

    code = "figures.day_unreadable"

    def __init__(self) -> None:
        super().__init__("Not a day.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One reading of the figures; ``name`` is a span of ``SPANS``, or empty."""

    name: str
    span: Span
    by: By

    def query(self) -> dict[str, str]:
        """Return the parts of an address that ask for the same."""
        if self.name:
            return {"span": self.name, "by": self.by.value}
        return {**days_of(self.span), "by": self.by.value}


def asked_of(request: HttpRequest) -> Asked:
    """Read what is asked for; this month by item when nothing is said."""
    sent = request.GET
    by = By(sent["by"]) if sent.get("by") in set(By) else By.ITEM
    if sent.get("first") or sent.get("last"):
        return Asked("", _typed(sent), by)
    name = sent.get("span", "")
    name = name if name in SPANS else "month"
    spans = {"day": Span.of_day, "month": Span.of_month, "year": Span.of_year}
    return Asked(name, spans[name](today()), by)


def behind_of(request: HttpRequest) -> Behind:
    """Read which number's cases are asked for; refuses unknown figures."""
    sent = request.GET
    try:
        measure = Measure(sent.get("measure", ""))
    except ValueError as unknown:
        raise MeasureUnknown from unknown
    by = By(sent["by"]) if sent.get("by") in set(By) else None
    return Behind(measure, _typed(sent), by, sent.get("key", ""))


def list_query(measure: str, span: Span, by: By | None = None, key: str = "") -> str:
    """Return the query of the list behind a number."""
    parts = {"measure": measure, **days_of(span)}
    if by is not None:
        parts |= {"by": by.value, "key": key}
    return urlencode(parts)


def days_of(span: Span) -> dict[str, str]:
    """Return the days of a span as parts of an address."""
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _typed(sent: QueryDict) -> Span:
    try:
        first = date.fromisoformat(sent.get("first", ""))
        last = date.fromisoformat(sent.get("last", "") or today().isoformat())
    except ValueError as fault:
        raise DayUnreadable from fault
    return Span(first, last)
