"""Bad input is told as such: a status, a stable code, a Chinese sentence, no 500."""

import json

import pytest
from tests.api.sending import NOBODY, caller, claim, problem_of

from tongban.api.app import api
from tongban.api.statuses import status_of

ODD = [
    "",
    "0",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1e9",
    "NaN",
    "9999-12-31",
    "0001-01-01",
    "2023-02-30",
    "２０２３-０９-２２",
    "2023-09-22T00:00:00",
    "999999",
    "37070",
    "٣٧٠٧٠٠",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "'; DROP TABLE cases; --",
    "../../etc/passwd",
    "潍坊",
    "a" * 10_000,
]
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff\xfe",
    b'{"a": NaN}',
    b'{"a": 1e999}',
    b'{"a": "\\u0000"}',
    b'{"a": "\\ud800"}',
    b'{"a\\u0000": 1}',
    b"[" * 100_000,
    b'{"a":' * 500 + b"1" + b"}" * 500,
    b'{"a": ' + b"9" * 5000 + b"}",
]


def operations(method: str) -> list[tuple[str, list[dict]]]:
    paths = api.get_openapi_schema()["paths"]
    return [
        (path.removeprefix("/api/v1"), found[method].get("parameters", []))
        for path, found in paths.items()
        if method in found
    ]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd[:20]))
def test_no_reading_address_breaks_on_odd_values(odd):
    staff = caller("finance1")
    for path, parameters in operations("get"):
        address = path
        query = {}
        for parameter in parameters:
            if parameter["in"] == "path":
                named = "{" + parameter["name"] + "}"
                address = address.replace(named, _quoted(odd) or "x")
            elif parameter["in"] == "query":
                query[parameter["name"]] = odd
        answer = staff.get(address, **query)
        assert answer.status_code < 500, address
        if answer.status_code >= 400 and "/" not in odd:
            problem_of(answer)


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
def test_no_command_breaks_on_a_body_that_is_none(body):
    who = caller("zhaolei")
    for path, _ in operations("post"):
        answer = who.client.post(
            "/api/v1" + path.replace("{", "").replace("}", ""),
            body,
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {who.token}",
                "Idempotency-Key": "k",
                "If-Match": "*",
            },
        )
        assert answer.status_code < 500, path
        if answer.status_code != 204:  # discarding what is gone is harmless
            assert problem_of(answer)[0] >= 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"party_id": 0},
        {"party_id": 2**63},
        {"party_id": "x"},
        {"audience": "everybody"},
        {"audience": "school"},
        {"item": "no-such-item"},
        {"item": "a b"},
        {"region": "999999"},
        {"region": "37"},
        {"form": []},
        {"form": {}},
        {"form": {"admitted_on": {"a": [1, None, "x"]}, "total_cost": 10**30}},
        {"situations": ["no-such-situation"]},
        {"situations": ["a"] * 1000},
        {"papers": ["no-such-paper"]},
        {"pledges": ["medical-invoice"]},
        {"files": {"medical-invoice": ["not-a-uuid"]}},
        {"files": {"medical-invoice": ["00000000-0000-0000-0000-000000000000"]}},
    ],
    ids=lambda wrong: json.dumps(wrong)[:40],
)
def test_an_application_with_odd_content_is_told_what_is_wrong(wrong):
    answer = caller("zhaolei").send("/cases", claim(**wrong))

    status, code = problem_of(answer)
    assert status in (403, 404, 409, 422), code


def test_a_faulty_request_names_each_faulty_part_but_not_its_value():
    answer = NOBODY.get("/clock", accepted="secret", working_days="x")

    assert problem_of(answer) == (422, "api.request_faulty")
    where = {error["where"] for error in answer.json()["errors"]}
    assert where == {"query.accepted", "query.working_days"}
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_leads_nowhere_is_told_as_a_problem(client, method):
    answer = getattr(client, method)("/api/v1/cases/1/nowhere")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "api.address_unknown"


def test_a_body_beyond_the_limit_is_told_as_such():
    answer = NOBODY.client.post(
        "/api/v1/tokens", b"x" * 4_000_000, content_type="application/json"
    )

    assert problem_of(answer) == (413, "api.body_too_large")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("cases.unknown", 404),
        ("items.region_unknown", 404),
        ("access.not_allowed", 403),
        ("calendar.not_allowed", 403),
        ("access.not_signed_in", 401),
        ("cases.stale_version", 412),
        ("cases.request_key_reused", 409),
        ("cases.not_now", 409),
        ("cases.progress_locked", 429),
        ("cases.form_faulty", 422),
        ("clock.working_days_out_of_range", 422),
        ("something.new", 400),
    ],
)
def test_each_family_of_refusals_has_its_status(code, status):
    assert status_of(code) == status


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "/cases", "GET, POST"),
        ("put", "/cases/370702202309110001/accept", "POST"),
        ("post", "/items", "GET"),
    ],
)
def test_a_wrong_method_is_told_as_a_problem(client, method, path, allowed):
    answer = getattr(client, method)(f"/api/v1{path}")
    assert problem_of(answer) == (405, "api.method_not_allowed")
    assert answer["Allow"] == allowed
    assert answer["Content-Type"] == "application/problem+json"
    assert allowed in answer.json()["title"]
