"""Which addresses are pages, who opens each, and what stands for its parts.

A page added to the site is found here by itself; one with a part nobody can
fill in fails the test until it is said below what stands for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from tests.architecture.test_routes import ADDRESSES

from tongban.core.access.actor import ActorKind
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, Draft, Posting
from tongban.records.catalogue.models import Change
from tongban.records.collecting.models import Parcel
from tongban.records.notices.models import Message, Reply
from tongban.records.papers.models import Paper
from tongban.records.payments.models import PaymentBatch
from tongban.records.ratings.models import Correction, Survey, Voice
from tongban.records.rosters.models import Roster
from tongban.records.settlement.models import Settlement
from tongban.records.transfers.models import Transfer
from tongban.services.access.queries import actor_of
from tongban.services.access.rules import AccessRule
from tongban.services.enrolment.queries import covers_of
from tongban.services.notices.lists import tasks
from tongban.services.timekeeping.queries import now, today

VISITOR: Final = ""
CITIZEN: Final = "zhaolei"
UNIT: Final = "hr-machinery"
INSTITUTION: Final = "pharmacy-kuiwen"
ITEM: Final = "inpatient-reimbursement"
FILING: Final = "temporary-travel-filing"
# Which demo account opens the pages of a role, in this order of trying.
ACCOUNTS: Final = {
    "clerk": "clerk1",
    "reviewer": "reviewer1",
    "finance": "finance1",
    "supervisor": "supervisor",
    "assessor": "assessor",
    "cataloguer": "cataloguer",
    "administrator": "administrator",
    "helper": "village-helper",
}
NOT_PAGES: Final = ("api/", "hsa/")
# Addresses that answer GET with something that is no page of ours, or only to a
# situation no demo has; each with its reason.
SKIPPED: Final = {
    "staff/sign-in/code/": "only between password and code; journeys pass it",
    "drafts/<slug:code>/discard/": "an action without a page",
    "desk/counter/drop/<str:code>/": "an action without a page",
    "desk/work/export/": "a file, not a page",
    "kiosk/<slug:office>/certificate/": "a file, not a page",
    "unit/rosters/xlsx/": "a file, not a page",
    "unit/rosters/<slug:roster>/xlsx/": "a file, not a page",
    "hall/<slug:office>/screen/board/": "a part that its screen asks for",
    "my/credential/code/": "a part that its page asks for",
    "my/cases/<slug:number>/files/<uuid:file_id>/": "a file, not a page",
    "desk/cases/<str:number>/files/<uuid:file_id>/": "a file, not a page",
    "desk/files/<uuid:file_id>/": "a file, not a page",
    "desk/voices/corrections/<int:correction_id>/files/<uuid:file_id>/": (
        "a file, not a page"
    ),
    "my/cases/<slug:number>/papers/<slug:paper>/": "a file, not a page",
    "my/account/xlsx/": "a file, not a page",
    "desk/crossing/draft.xlsx": "a file, not a page",
    "desk/crossing/issues/<int:issue_id>/table.xlsx": "a file, not a page",
    "desk/crossing/rows/<int:sequence>/": (
        "the demo's province asks for no such table; its own journey opens it"
    ),
    "my/account/family/<int:share_id>/": "an action without a page",
    "my/away/<slug:number>/end/": "an action without a page",
    "my/away/<slug:number>/prove/": "an action without a page",
    "my/transfers/<slug:number>/answer/": "an action without a page",
    "desk/cases/<str:number>/papers/<slug:paper>/": "a file, not a page",
    "till/bills/<int:settlement_id>/undo/": "an action without a page",
    "till/compare/": "an action without a page",
    "till/bills/<int:settlement_id>/": "no till of the demo sold anything; journeys do",
}
# Pages another demo account opens than its rule would say.
LOGINS: Final = {
    "rate/surveys/<int:survey_id>/": "limin",
    "unit/rosters/<slug:roster>/": "school-primary",
    "desk/voices/corrections/<int:correction_id>/": "supervisor",
    "desk/voices/said/<int:voice_id>/": "supervisor",
}
# Parts that choose a page: each is opened.
VARIANTS: Final = {
    "drafts/<slug:code>/<slug:name>/": (
        "slug:name",
        ("situation", "form", "materials", "check"),
    ),
}
# Devices of the hall: nobody signs in there.
DEVICES: Final = {"kiosk/": "kiosk", "hall/": "screen"}
HALL: Final = "370700"
# What an address asks for beside its path.
QUERIES: Final = {
    "benefits/": "?kind=inpatient&group=active&level=tertiary&place=temporary"
    "&scope=30000&outside=500&stay=1&on=2024-12-02",
    "desk/figures/cases/": "?measure=received&first=2023-09-01&last=2023-09-11",
}
Sample = Callable[[Account | None], object]


@dataclass(frozen=True)
class Address:
    """One address with the account that opens it; empty: a visitor."""

    route: str
    login: str
    chosen: tuple[str, str] = ("", "")

    @property
    def name(self) -> str:
        """The route with the chosen part, for messages and pictures."""
        return f"{self.route} {self.chosen[1]}".strip()


def every_address() -> Iterator[Address]:
    """Yield each address that may be a page, once."""
    for route, view in ADDRESSES:
        if route.startswith(NOT_PAGES) or route in SKIPPED:
            continue
        part, values = VARIANTS.get(route, ("", ("",)))
        device = next(
            (name for start, name in DEVICES.items() if route.startswith(start)), ""
        )
        for value in values:
            login = LOGINS.get(route) or device or _login_for(view.access_rule)
            yield Address(route, login, (part, value))


def _login_for(rule: AccessRule) -> str:
    if not rule.kinds:
        return VISITOR
    if any(kind.value == "citizen" for kind in rule.kinds):
        return CITIZEN
    if not rule.roles and any(kind.value == "employer" for kind in rule.kinds):
        return UNIT
    if rule.kinds == {ActorKind.INSTITUTION}:
        return INSTITUTION
    roles = sorted(role.value for role in rule.roles)
    return next(ACCOUNTS[role] for role in (*roles, "clerk"))


def _open_case(account: Account | None) -> object:
    found = Case.objects.order_by("-received_at")
    if account is not None and account.office is not None:
        found = found.filter(office_path__startswith=account.office.path)
        return found.exclude(state="closed").values_list("number", flat=True).first()
    own = found.filter(party=account.party) if account else found
    return own.values_list("number", flat=True).first()


def _waiting_case(account: Account | None) -> object:
    found = Case.objects.filter(state="waiting")
    own = found.filter(party=account.party) if account and account.party else found
    return own.values_list("number", flat=True).first()


def _first(rows: Callable[[], QuerySet[Any]], field: str) -> Sample:
    return lambda _: rows().order_by("pk").values_list(field, flat=True).first()


def _own(rows: Callable[[], QuerySet[Any]], field: str) -> Sample:
    def sample(account: Account | None) -> object:
        assert account is not None
        own = rows().filter(account=account)
        return own.order_by("pk").values_list(field, flat=True).first()

    return sample


def _settlement(account: Account | None) -> object:
    assert account is not None
    own = Settlement.objects.filter(person_id=account.party_id)
    return own.order_by("pk").values_list("pk", flat=True).first()


def _insurance_line(account: Account | None) -> object:
    assert account is not None
    assert account.party_id is not None
    return covers_of(account.party_id)[0].days.start.strftime("cover-%Y-%m-%d")


def _call(account: Account | None) -> object:
    assert account is not None
    found = tasks(actor_of(account, now().date()), now=now(), page=1)
    return found.lines[0].id if found.lines else None


SAMPLES: Final[dict[str, Sample]] = {
    "demo/phone/<slug:login_name>/": lambda _: CITIZEN,
    "desk/collecting/<str:number>/label/": _first(Parcel.objects.all, "case__number"),
    "desk/notices/<int:message_id>/proof/": _first(Message.objects.all, "pk"),
    "desk/notices/calls/<int:delivery_id>/": _call,
    "desk/notices/replies/<int:reply_id>/": _first(Reply.objects.all, "pk"),
    "my/data/wrong/<slug:code>/<str:name>/:str:name": lambda _: "contact_phone",
    "int:party_id": lambda _: Account.objects.get(login_name="limin").party_id,
    "slug:roster": _first(Roster.objects.all, "code"),
    "my/insurance/wrong/<slug:what>/": _insurance_line,
    "my/care/<int:settlement_id>/": _settlement,
    "my/voices/<slug:number>/": _own(Voice.objects.all, "number"),
    "rate/visit/<slug:serial>/": lambda _: f"370700-{today():%Y%m%d}-A001",
    "rate/surveys/<int:survey_id>/": _first(
        lambda: Survey.objects.filter(state="published"), "pk"
    ),
    "desk/voices/corrections/<int:correction_id>/": _first(
        Correction.objects.all, "pk"
    ),
    "desk/voices/said/<int:voice_id>/": _first(Voice.objects.all, "pk"),
    "desk/voices/surveys/<int:survey_id>/": _first(Survey.objects.all, "pk"),
    "papers/<slug:number>/": _first(Paper.objects.all, "number"),
    "slug:office": lambda _: HALL,
    "kiosk/<slug:office>/items/<slug:code>/:slug:code": lambda _: FILING,
    "kiosk/<slug:office>/do/<slug:code>/:slug:code": lambda _: FILING,
    "my/cases/<slug:number>/correct/": _waiting_case,
    "desk/cases/<str:number>/notice/": _waiting_case,
    "desk/cases/<str:number>/transfer/": _first(Transfer.objects.all, "case__number"),
    "desk/pay/files/<str:number>/": lambda _: PaymentBatch.objects.values_list(
        "number", flat=True
    ).first(),
    "desk/pay/files/<str:number>/csv/": lambda _: PaymentBatch.objects.values_list(
        "number", flat=True
    ).first(),
    "postings/<slug:number>/object/": lambda _: Posting.objects.values_list(
        "case__number", flat=True
    ).first(),
    "desk/catalogue/changes/<slug:number>/": lambda _: (
        Change.objects.filter(state="draft").values_list("number", flat=True).first()
    ),
    "desk/catalogue/in/<str:region>/<slug:subject>/:str:region": lambda _: "370700",
    "desk/catalogue/in/<str:region>/<slug:subject>/:slug:subject": lambda _: ITEM,
    "slug:number": _open_case,
    "str:number": _open_case,
    "slug:item": lambda _: ITEM,
    "items/<slug:code>/": lambda _: ITEM,
    "items/<slug:code>/form/": lambda _: ITEM,
    "life/<slug:code>/": lambda _: "birth",
    "regions/<str:code>/": lambda _: "370700",
    "slug:code": lambda account: (
        Draft.objects.filter(account=account, case=None)
        .values_list("code", flat=True)
        .first()
    ),
    "str:code": lambda account: (
        Draft.objects.filter(account=account, case=None)
        .values_list("code", flat=True)
        .first()
    ),
    "int:account_id": lambda _: Account.objects.get(login_name="clerk2").pk,
}
