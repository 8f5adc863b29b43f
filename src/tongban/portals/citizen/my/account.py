"""One's personal account (个人账户): balance, and every movement in plain words."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.citizen.sending import whole
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, citizens
from tongban.services.figures.export import XLSX_TYPE
from tongban.services.ledger.queries import (
    MOVEMENTS_MAX,
    MOVEMENTS_PER_PAGE,
    AccountLine,
    count_movements,
    personal_account,
    years_moved,
)
from tongban.services.personal_accounts.export import Statement, statement_xlsx
from tongban.services.personal_accounts.queries import (
    ExplainedMovement,
    explained_movements,
)
from tongban.services.timekeeping.queries import today

TITLE: Final = "我的个人账户"


@dataclass(frozen=True, slots=True)
class YearTab:
    """One year to choose, or all of them."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The account, a page of its movements, and the years there are."""

    account: AccountLine | None
    lines: tuple[ExplainedMovement, ...]
    tabs: tuple[YearTab, ...]
    page: int
    pages: int
    file_url: str
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the balance and a page of movements, of a year when one is chosen."""
    found, year = _own(request), whole(request.GET.get("year"))
    crumbs = (Crumb("我的办件", reverse("my-cases")), Crumb(TITLE))
    if found is None:
        empty = AccountPage(None, (), (), 1, 1, "", crumbs)
        return render(request, "citizen/my/account.html", {"page": empty})
    total = count_movements(found.id, year=year)
    pages = max(1, -(-total // MOVEMENTS_PER_PAGE))
    place = min(max(1, whole(request.GET.get("page")) or 1), pages)
    page = AccountPage(
        account=found,
        lines=explained_movements(
            found.id,
            region=found.region,
            year=year,
            start=(place - 1) * MOVEMENTS_PER_PAGE,
        ),
        tabs=_tabs(found.id, year),
        page=place,
        pages=pages,
        file_url=_with_year(reverse("my-account-xlsx"), year),
        crumbs=crumbs,
    )
    return render(request, "citizen/my/account.html", {"page": page})


@citizens
@never_cache
@require_safe
def account_xlsx(request: HttpRequest) -> FileResponse:
    """Send the movements as a spreadsheet; an empty one when there is no account."""
    found, year = _own(request), whole(request.GET.get("year"))
    lines: tuple[ExplainedMovement, ...] = ()
    if found is not None:
        lines = explained_movements(
            found.id, region=found.region, year=year, count=MOVEMENTS_MAX
        )
    statement = Statement(owner=acting(request).name, year=year, made_on=today())
    response = FileResponse(
        BytesIO(statement_xlsx(statement, lines)),
        as_attachment=True,
        filename="个人账户明细.xlsx",
        content_type=XLSX_TYPE,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest) -> AccountLine | None:
    found = (personal_account(one) for one in acting(request).party_ids)
    return next((one for one in found if one is not None), None)


def _tabs(account_id: int, chosen: int | None) -> tuple[YearTab, ...]:
    here = reverse("my-account")
    years = tuple(
        YearTab(f"{year}年", _with_year(here, year), year == chosen)
        for year in years_moved(account_id)
    )
    return (YearTab("全部", here, chosen is None), *years)


def _with_year(url: str, year: int | None) -> str:
    return url if year is None else f"{url}?{urlencode({'year': year})}"
