"""Tags and filters of the shared components; see the design system page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tongban.core.items.catalogue import FlowStep
from tongban.portals.shared.layout.fields import Field, Problem
from tongban.portals.shared.layout.flow import rows_of
from tongban.portals.shared.layout.frame import Frame, frame_of
from tongban.portals.shared.layout.icons import ICONS
from tongban.portals.shared.layout.parts import (
    TONE_ICONS,
    Chip,
    Crumb,
    Entry,
    Stage,
    TrailStep,
)

register = template.Library()
CHINA = ZoneInfo("Asia/Shanghai")
_MESSAGE_TONES: Mapping[str, str] = {
    "debug": "info",
    "info": "info",
    "success": "good",
    "warning": "warn",
    "error": "bad",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a line icon; screen readers skip it, the words beside it speak."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308 -- our own constant, no input reaches it
    )


@register.simple_tag(takes_context=True)
def layout_attributes(context: Context) -> SafeString:
    """Mark the page as elder layout when the visitor chose it."""
    elder = _frame(context).elder
    return mark_safe(' data-elder="yes"') if elder else mark_safe("")


@register.inclusion_tag("shared/components/head_bar.html", takes_context=True)
def head_bar(context: Context) -> dict[str, object]:
    """Draw the head bar: region, elder layout, sign-in, name, search, five verbs."""
    return {"frame": _frame(context), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("shared/components/foot_bar.html", takes_context=True)
def foot_bar(context: Context) -> dict[str, object]:
    """Draw the footer with the phones of the region."""
    return {"frame": _frame(context)}


@register.inclusion_tag("shared/components/field.html")
def form_field(field: Field) -> dict[str, object]:
    """Draw one form field with label, help and error."""
    return {"field": field}


@register.inclusion_tag("shared/components/error_summary.html")
def error_summary(problems: Sequence[Problem]) -> dict[str, object]:
    """Draw the list of everything that has to be put right."""
    return {"problems": problems}


@register.inclusion_tag("shared/components/chip.html")
def chip(value: Chip) -> dict[str, object]:
    """Draw a status in words with its icon."""
    return {
        "words": value.words,
        "tone": value.tone.value,
        "icon_name": value.icon or TONE_ICONS[value.tone],
    }


@register.inclusion_tag("shared/components/message_box.html")
def message_box(tone: str, text: object) -> dict[str, object]:
    """Draw a message; ``tone`` is info, good, warn, bad or a Django level tag."""
    known = _MESSAGE_TONES.get(tone, tone)
    return {"tone": known, "text": text, "icon_name": TONE_ICONS[known]}


@register.inclusion_tag("shared/components/crumbs.html")
def crumbs(steps: Sequence[Crumb]) -> dict[str, object]:
    """Draw the way back to the home page."""
    return {"crumbs": steps}


@register.inclusion_tag("shared/components/stages.html")
def stages(steps: Sequence[Stage]) -> dict[str, object]:
    """Draw the three stages of a case."""
    return {"stages": steps}


@register.inclusion_tag("shared/components/trail.html")
def trail(steps: Sequence[TrailStep]) -> dict[str, object]:
    """Draw the steps of a wizard."""
    return {"steps": steps}


@register.inclusion_tag("shared/components/timeline.html")
def timeline(entries: Sequence[Entry]) -> dict[str, object]:
    """Draw what happened, in the order given."""
    return {"entries": entries}


@register.inclusion_tag("shared/components/flow_chart.html")
def flow_chart(flow: Sequence[FlowStep]) -> dict[str, object]:
    """Draw a guide's flow chart from its own steps."""
    return {"rows": rows_of(flow)}


@register.inclusion_tag("shared/components/empty.html")
def empty_state(
    title: str,
    detail: str = "",
    action_name: str = "",
    action_url: str = "",
    icon_name: str = "file",
) -> dict[str, object]:
    """Draw a friendly nothing, with what to do next."""
    return {
        "title": title,
        "detail": detail,
        "action_name": action_name,
        "action_url": action_url,
        "icon_name": icon_name,
    }


@register.inclusion_tag("shared/components/pager.html", takes_context=True)
def pager(context: Context, page: int, pages: int) -> dict[str, object]:
    """Draw previous and next; the other parts of the query are kept."""
    return {
        "page": page,
        "pages": pages,
        "previous_url": _page_url(context, page - 1) if page > 1 else "",
        "next_url": _page_url(context, page + 1) if page < pages else "",
    }


@register.filter
def day(value: date | None) -> str:
    """Write a day, or that of a moment in China, the Chinese way: 2023年9月22日."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(CHINA)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def weekday(value: date | None) -> str:
    """Write the day of the week: 星期五."""
    return "" if value is None else "星期" + "一二三四五六日"[value.weekday()]


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment by the clock of China: 2023年9月22日 14:05."""
    if value is None:
        return ""
    here = value.astimezone(CHINA)
    return f"{day(here.date())} {here:%H:%M}"


@register.filter
def yuan(fen: int) -> str:
    """Write whole fen as yuan with two places: 1,234.50."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def _frame(context: Context) -> Frame:
    return frame_of(context["request"])


def _page_url(context: Context, page: int) -> str:
    query = context["request"].GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
