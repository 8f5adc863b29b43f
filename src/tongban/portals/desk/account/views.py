"""A person's account at the desk: found by id number, every look logged."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.parties import PartyKind
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import handlers
from tongban.portals.desk.finding import LOOK_REASONS, REASON_MAX
from tongban.portals.desk.sending import needed_words, words
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.sending import whole_number
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.ledger.queries import AccountLine, personal_account, years_moved
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard, PartyUnknown, find_party
from tongban.services.personal_accounts.queries import (
    ExplainedMovement,
    ShareLine,
    explained_movements,
    shares_of,
)
from tongban.services.timekeeping.queries import now, today

LINES_MAX: Final = 200
IDENTIFIER_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """Whose account was found, and what it holds."""

    party: PartyCard
    reason: str
    account: AccountLine | None
    lines: tuple[ExplainedMovement, ...]
    shares: tuple[ShareLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The form to find an account by, and the one that was found."""

    fields: tuple[Field, ...]
    found: FoundAccount | None
    problem: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def account_page(request: HttpRequest) -> HttpResponse:
    """Ask for number and reason; show the account and write the look down.

    The number is sent in the body and never stands in an address.
    """
    found: FoundAccount | None = None
    problem, status = "", int(HTTPStatus.OK)
    if request.method == "POST":
        try:
            found = _found(request)
        except Refusal as no:
            problem, status = sentence_of(no), status_of(no)
    page = AccountPage(
        fields=_fields(request, found),
        found=found,
        problem=problem,
        crumbs=(Crumb("个人账户"),),
    )
    return render(request, "desk/account/view.html", {"page": page}, status=status)


def _found(request: HttpRequest) -> FoundAccount:
    typed = needed_words(request.POST, "identifier", field="证件号码")
    reason = needed_words(request.POST, "reason", field="查阅原因")[:REASON_MAX]
    party = find_party(PartyKind.PERSON, typed[:IDENTIFIER_MAX])
    if party is None:
        raise PartyUnknown
    record_look(acting(request), party.id, at=now(), reason=reason)
    account = personal_account(party.id)
    if account is None:
        return FoundAccount(party, reason, None, (), (), more=False)
    lines = explained_movements(
        account.id,
        region=account.region,
        year=whole_number(request.POST.get("year")),
        count=LINES_MAX,
    )
    return FoundAccount(
        party=party,
        reason=reason,
        account=account,
        lines=lines,
        shares=shares_of(party.id, today=today()),
        more=len(lines) == LINES_MAX,
    )


def _fields(request: HttpRequest, found: FoundAccount | None) -> tuple[Field, ...]:
    reason, year = words(request.POST, "reason"), words(request.POST, "year")
    fields = [
        Field(
            "identifier",
            "证件号码",
            value=words(request.POST, "identifier")[:IDENTIFIER_MAX],
            length_max=IDENTIFIER_MAX,
            width="short",
        ),
        Field(
            "reason",
            "查阅原因",
            kind=FieldKind.SELECT,
            options=tuple(Option(one, one, "", one == reason) for one in LOOK_REASONS),
            hint="每次查阅都会留痕",
            width="short",
        ),
    ]
    if found is not None and found.account is not None:
        years = [str(one) for one in years_moved(found.account.id)]
        options = (
            Option("", "全部"),
            *(Option(y, f"{y}年", "", y == year) for y in years),
        )
        fields.append(
            Field(
                "year",
                "年份",
                kind=FieldKind.SELECT,
                options=options,
                required=False,
                width="short",
            )
        )
    return tuple(fields)
