"""Which addresses are pages, who opens each, and what stands for its parts.

A page added to the site is found here by itself; one with a part nobody can
fill in fails the test until it is said below what stands for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.architecture.test_routes import ADDRESSES

from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, Draft, Posting
from tongban.records.catalogue.models import Change
from tongban.records.payments.models import PaymentBatch
from tongban.services.access.rules import AccessRule

VISITOR: Final = ""
CITIZEN: Final = "zhaolei"
ITEM: Final = "inpatient-reimbursement"
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
NOT_PAGES: Final = ("api/",)
# Addresses that answer GET with something that is no page of ours, or only to a
# situation no demo has; each with its reason.
SKIPPED: Final = {
    "staff/sign-in/code/": "only between password and code; journeys pass it",
    "drafts/<slug:code>/discard/": "an action without a page",
    "desk/counter/drop/<str:code>/": "an action without a page",
    "desk/work/export/": "a file, not a page",
    "my/cases/<slug:number>/files/<uuid:file_id>/": "a file, not a page",
    "desk/cases/<str:number>/files/<uuid:file_id>/": "a file, not a page",
    "desk/files/<uuid:file_id>/": "a file, not a page",
    "my/cases/<slug:number>/papers/<slug:paper>/": "a file, not a page",
    "desk/cases/<str:number>/papers/<slug:paper>/": "a file, not a page",
}
# Parts that choose a page: each is opened.
VARIANTS: Final = {
    "drafts/<slug:code>/<slug:name>/": (
        "slug:name",
        ("situation", "form", "materials", "check"),
    ),
}
# What an address asks for beside its path.
QUERIES: Final = {
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
        for value in values:
            yield Address(route, _login_for(view.access_rule), (part, value))


def _login_for(rule: AccessRule) -> str:
    if not rule.kinds:
        return VISITOR
    if any(kind.value == "citizen" for kind in rule.kinds):
        return CITIZEN
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


SAMPLES: Final[dict[str, Sample]] = {
    "my/cases/<slug:number>/correct/": _waiting_case,
    "desk/cases/<str:number>/notice/": _waiting_case,
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
    "desk/catalogue/in/<str:region>/<slug:subject>/": lambda _: ITEM,
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
