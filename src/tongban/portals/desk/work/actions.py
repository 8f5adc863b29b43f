"""Keeping a filter under a name, forgetting it, and taking the list away."""

from io import BytesIO
from typing import Final

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import handlers
from tongban.portals.desk.sending import envelope_of, whole, words
from tongban.portals.desk.work.context import (
    chosen_filter,
    filter_in,
    list_query,
    with_query,
)
from tongban.services.access.rules import acting
from tongban.services.desk.export import as_csv, as_xlsx, every_row
from tongban.services.desk.filters import drop_filter, save_filter
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

XLSX: Final = "xlsx"
MEDIA_TYPES: Final = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@handlers
@require_POST
def keep_page(request: HttpRequest) -> HttpResponse:
    """Keep the filter in use under a name, or forget one; go back to the list."""
    chosen = filter_in(request.POST)
    try:
        if words(request.POST, "do") == "drop":
            number = whole(request.POST, "filter", field="筛选")
            drop_filter(envelope_of(request), filter_id=number)
            messages.success(request, "筛选已删除。")
        else:
            name = words(request.POST, "name")
            save_filter(envelope_of(request), name=name, chosen=chosen)
            messages.success(request, f"筛选已保存为“{name}”。")
    except Refusal as no:
        messages.warning(request, sentence_of(no))
    return redirect(with_query(reverse("desk-work"), list_query(chosen)))


@handlers
@never_cache
@require_safe
def export_page(request: HttpRequest) -> FileResponse:
    """Send the whole filtered list as a file; names stay masked."""
    rows = every_row(acting(request), chosen_filter(request), today=today())
    kind = XLSX if request.GET.get("format") == XLSX else "csv"
    content = as_xlsx(rows) if kind == XLSX else as_csv(rows)
    response = FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=f"办件列表-{today():%Y%m%d}.{kind}",
        content_type=MEDIA_TYPES[kind],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
