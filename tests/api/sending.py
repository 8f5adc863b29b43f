"""People of the demo region as programs: tokens, headers, and commands."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.services.cases.stage import PAPERS, inpatient_form

from tongban.records.accounts.models import Account
from tongban.services.demo.queries import demo_code
from tongban.services.demo.roster import demo_password

KEYS = count(1)


@dataclass
class Caller:
    """A program that holds one account's token."""

    token: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: object) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def send(
        self,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        key: str = "",
        version: str = "*",
    ) -> HttpResponse:
        """Send a command with a fresh key, for whatever version stands."""
        return self.client.post(
            f"/api/v1{path}",
            body or {},
            content_type="application/json",
            headers={
                **self._headers(),
                "Idempotency-Key": key or f"api-{next(KEYS)}",
                "If-Match": version,
            },
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


NOBODY = Caller(token="")


def caller(login_name: str) -> Caller:
    """Fetch a token the way a program does."""
    account = Account.objects.get(login_name=login_name)
    body = {"login_name": login_name, "password": demo_password()}
    if account.kind == "staff":
        body["code"] = demo_code(login_name)
    answer = NOBODY.client.post("/api/v1/tokens", body, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    return Caller(token=answer.json()["token"])


def party_of(login_name: str) -> int:
    party = Account.objects.get(login_name=login_name).party_id
    assert party is not None
    return party


def claim(login_name: str = "zhaolei", **changes: object) -> dict[str, Any]:
    """An inpatient claim, complete unless said otherwise."""
    body: dict[str, Any] = {
        "item": "inpatient-reimbursement",
        "audience": "resident",
        "party_id": party_of(login_name),
        "region": "370702",
        "form": inpatient_form(),
        "situations": ["illness", "planned", "self"],
        "papers": list(PAPERS),
    }
    return {**body, **changes}


def problem_of(answer: HttpResponse) -> tuple[int, str]:
    """The status and code of a problem, after looking at its shape."""
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"].endswith(body["code"])
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body["title"])
    return answer.status_code, body["code"]
