"""A whole case by the API, and everything that may come between."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.sending import NOBODY, Caller, caller, claim, party_of, problem_of

from tongban.records.cases.models import Case
from tongban.records.payments.models import PaymentOrder

HEADING = "付款编号,金额（元）,结果,原因\n"


@pytest.fixture
def zhaolei() -> Caller:
    return caller("zhaolei")


@pytest.fixture
def clerk() -> Caller:
    return caller("clerk1")


def submitted(who: Caller, **changes: object) -> dict:
    answer = who.send("/cases", claim(**changes))
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def done(answer) -> dict:
    assert answer.status_code == 200, answer.content.decode()
    assert answer["ETag"] == f'"{answer.json()["version"]}"'
    return answer.json()


@pytest.mark.clause("SD28-16")
def test_a_claim_goes_from_submission_to_paid_and_closed_by_api(clerk):
    number = submitted(clerk)["number"]
    receipt = done(clerk.send(f"/cases/{number}/accept"))
    assert receipt["due_on"] == "2023-10-12"

    reviewer, finance = caller("reviewer1"), caller("finance1")
    version = f'"{receipt["version"]}"'
    yes = {"approved": True, "amount_fen": 800_001}
    done(reviewer.send(f"/cases/{number}/review", yes, version=version))

    done(finance.send("/payments/orders", {"number": number}))
    order = finance.get("/payments").json()["orders"][0]
    assert (order["case"], order["amount_fen"]) == (number, 800_001)
    batch = finance.send("/payments/batches", {"orders": [order["number"]]}).json()
    assert (batch["count"], batch["total_fen"]) == (1, 800_001)
    path = f"/payments/batches/{batch['number']}"
    bank_file = finance.get(f"{path}/file")
    assert f"{order['number']},赵磊".encode() in bank_file.content
    assert "8000.01" in bank_file.content.decode()

    answer = _return(finance, path, f"{HEADING}{order['number']},8000.01,成功,\n")
    assert answer.json() == {"paid": 1, "failed": 0}
    case = caller("zhaolei").get(f"/cases/{number}").json()
    assert (case["state"], case["outcome"], case["payment"]) == (
        "closed",
        "granted",
        "paid",
    )
    assert case["events"][-1]["kind"] == "closed"


def _return(finance: Caller, path: str, text: str, *, encoding: str = "utf-8"):
    return finance.client.post(
        f"/api/v1{path}/return",
        text.encode(encoding),
        content_type="text/csv",
        headers={"Authorization": f"Bearer {finance.token}", "Idempotency-Key": "r"},
    )


def test_a_faulty_bank_return_takes_nothing(clerk):
    number = submitted(clerk)["number"]
    clerk.send(f"/cases/{number}/accept")
    yes = {"approved": True, "amount_fen": 1}
    caller("reviewer1").send(f"/cases/{number}/review", yes)
    finance = caller("finance1")
    finance.send("/payments/orders", {"number": number})
    order = PaymentOrder.objects.get().number
    batch = finance.send("/payments/batches", {"orders": [order]}).json()["number"]
    path = f"/payments/batches/{batch}"

    other = _return(finance, path, f"{HEADING}{order},0.02,成功,\n", encoding="gb18030")
    noise = finance.client.post(
        f"/api/v1{path}/return",
        b"\x00\xff\xfe",
        content_type="text/csv",
        headers={"Authorization": f"Bearer {finance.token}", "Idempotency-Key": "r"},
    )

    assert problem_of(other) == (422, "payments.return_faulty")
    assert problem_of(noise) == (422, "api.return_unreadable")
    assert PaymentOrder.objects.get().state == "sent"


def test_the_same_key_and_content_again_get_the_first_answer(zhaolei):
    first = zhaolei.send("/cases", claim(papers=[], incomplete=True), key="once").json()
    again = zhaolei.send("/cases", claim(papers=[], incomplete=True), key="once").json()

    assert again == {**first, "repeated": True}
    assert Case.objects.count() == 1


def test_the_same_key_with_other_content_is_a_conflict(zhaolei):
    zhaolei.send("/cases", claim(papers=[], incomplete=True), key="once")

    other = zhaolei.send("/cases", claim(situations=["illness"]), key="once")

    assert problem_of(other) == (409, "cases.request_key_reused")


def test_a_stale_version_changes_nothing(clerk):
    receipt = submitted(clerk)
    path = f"/cases/{receipt['number']}"
    clerk.send(f"{path}/accept")

    late = clerk.send(f"{path}/withdraw", {"words": "不办了"}, version='"1"')

    assert problem_of(late) == (412, "cases.stale_version")
    assert clerk.get(path).json()["state"] == "open"


@pytest.mark.parametrize("version", ["3", 'W/"3"', '"x"', '"' + "9" * 5000 + '"'])
def test_a_version_that_cannot_be_read_is_told_as_such(clerk, version):
    answer = clerk.send("/cases/1/accept", version=version)

    assert problem_of(answer)[0] in (400, 422)


def test_a_command_without_its_headers_is_told_which_is_missing(clerk):
    number = submitted(clerk)["number"]
    bearer = {"Authorization": f"Bearer {clerk.token}"}
    path = f"/api/v1/cases/{number}/accept"

    no_key = clerk.client.post(path, headers={**bearer, "If-Match": "*"})
    no_version = clerk.client.post(path, headers={**bearer, "Idempotency-Key": "k"})

    assert problem_of(no_key) == (400, "api.request_key_missing")
    assert problem_of(no_version) == (428, "api.version_missing")


def test_a_stranger_does_not_even_learn_that_a_case_exists(clerk):
    number = submitted(clerk)["number"]
    stranger = caller("limin")

    for answer in (
        stranger.get(f"/cases/{number}"),
        stranger.send(f"/cases/{number}/withdraw", {"words": "好奇"}),
    ):
        assert problem_of(answer) == (404, "cases.unknown")


def test_one_applies_for_oneself_and_not_for_others(zhaolei):
    answer = zhaolei.send("/cases", claim(party_id=party_of("limin")))

    assert problem_of(answer)[0] in (403, 404)


def test_the_steps_of_staff_are_closed_to_applicants(zhaolei):
    answer = zhaolei.send("/cases/1/accept")

    assert problem_of(answer) == (403, "access.wrong_door")


@pytest.mark.parametrize(
    "path", ["/cases", "/cases/1", "/me", "/messages", "/drafts", "/payments"]
)
def test_nobody_reads_without_signing_in(path):
    answer = NOBODY.get(path)

    assert problem_of(answer) == (401, "access.not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_notice_is_answered_with_papers_and_a_pledge(clerk, zhaolei):
    number = submitted(clerk)["number"]
    path = f"/cases/{number}"
    clerk.send(f"{path}/accept")
    told = caller("reviewer1").send(
        f"{path}/notice", {"added_situations": ["accident"]}
    )
    assert done(told)["state"] == "waiting"
    lacks = {lack["subject"] for lack in zhaolei.get(path).json()["lacks"]}
    assert {"medical-record-copy", "third-party-payment"} <= lacks

    injury = {
        "injured_on": "2023-08-20",
        "injured_place": "自家楼梯",
        "injury_cause": "下楼摔倒",
        "third_party_liable": False,
    }
    done(zhaolei.send(f"{path}/correct", {"changes": injury}))
    done(clerk.send(f"{path}/materials", {"papers": ["medical-record-copy"]}))
    done(zhaolei.send(f"{path}/pledges", {"material": "third-party-payment"}))

    assert done(zhaolei.send(f"{path}/answer"))["state"] == "open"
    messages = zhaolei.get("/messages").json()["messages"]
    assert number in {message["number"] for message in messages}


def test_an_upload_goes_into_the_case_of_its_owner_only(zhaolei):
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

    def upload(who: Caller):
        return who.client.post(
            "/api/v1/files",
            {"file": SimpleUploadedFile("发票.pdf", pdf, "application/pdf")},
            headers={"Authorization": f"Bearer {who.token}", "Idempotency-Key": "f"},
        )

    card = upload(zhaolei).json()
    foreign = upload(caller("limin")).json()

    papers = ["fee-list", "discharge-record"]

    def apply(with_files: dict):
        return zhaolei.send("/cases", claim(papers=papers, files=with_files))

    lacking = apply({})
    theirs = apply({"medical-invoice": [foreign["id"]]})
    mine = done(apply({"medical-invoice": [card["id"]]}))

    assert problem_of(lacking) == (422, "cases.materials_missing")
    assert problem_of(theirs) == (404, "files.unknown")
    materials = zhaolei.get(f"/cases/{mine['number']}").json()["materials"]
    assert materials[0]["files"][0]["id"] == card["id"]


def test_a_draft_keeps_what_was_filled_in_and_is_submitted_once(zhaolei):
    body = claim()
    start = {name: body[name] for name in ("item", "audience", "party_id", "region")}
    draft = done(zhaolei.send("/drafts", start))
    path = f"/drafts/{draft['code']}"
    content = {"form": body["form"], "situations": body["situations"]}
    version = f'"{draft["version"]}"'
    done(zhaolei.send(f"{path}/save", content, version=version))

    stale = zhaolei.send(f"{path}/save", {"incomplete": True}, version=version)
    assert problem_of(stale) == (412, "cases.draft_stale")
    done(zhaolei.send(f"{path}/save", {"incomplete": True}))
    assert zhaolei.get("/drafts").json()["drafts"][0]["content"]["incomplete"] is True

    receipt = done(zhaolei.send(f"{path}/submit"))
    assert receipt["query_code"]
    assert zhaolei.get("/drafts").json() == {"drafts": []}
    progress = NOBODY.get(
        "/progress", number=receipt["number"], code=receipt["query_code"]
    ).json()
    assert progress["stage"] == "received"
    wrong = NOBODY.get("/progress", number=receipt["number"], code="x")
    assert problem_of(wrong) == (404, "cases.progress_unknown")


def test_a_discarded_draft_is_gone(zhaolei):
    body = claim()
    start = {name: body[name] for name in ("item", "audience", "party_id", "region")}
    path = f"/drafts/{done(zhaolei.send('/drafts', start))['code']}"

    assert zhaolei.send(f"{path}/discard").status_code == 204
    assert problem_of(zhaolei.get(path)) == (404, "cases.draft_unknown")


def test_a_list_turns_its_pages_and_a_cursor_fits_its_own_order_only(clerk):
    for item_login in ("zhaolei", "limin", "wangjianguo"):
        submitted(clerk, party_id=party_of(item_login))

    first = clerk.get("/cases", rows=2).json()
    second = clerk.get("/cases", rows=2, cursor=first["next"]).json()
    numbers = [row["number"] for row in (*first["cases"], *second["cases"])]

    assert len(set(numbers)) == 3
    assert second["next"] == ""
    other = clerk.get("/cases", cursor=first["next"], order="received")
    assert problem_of(other) == (400, "cases.cursor_unknown")
    assert caller("zhaolei").get("/cases").json()["cases"][0]["number"] in numbers


def test_a_mandate_lets_another_apply_until_it_is_taken_back(zhaolei):
    helper = caller("limin")
    given = zhaolei.send(
        "/mandates",
        {
            "principal_id": party_of("zhaolei"),
            "helper_login": "limin",
            "from_on": "2023-09-22",
            "until_on": "2023-10-22",
        },
    ).json()["id"]
    assert [one["id"] for one in helper.get("/mandates").json()["held"]] == [given]
    assert zhaolei.get("/me").json()["party_ids"] == [party_of("zhaolei")]

    assert zhaolei.send(f"/mandates/{given}/revoke").status_code == 204
    assert helper.get("/mandates").json()["held"][0]["in_force"] is False
    foreign = helper.send(f"/mandates/{given}/revoke")
    assert problem_of(foreign) == (403, "cases.not_yours")


def test_a_case_is_suspended_resumed_and_handed_over_by_api(clerk):
    number = submitted(clerk)["number"]
    path = f"/cases/{number}"
    clerk.send(f"{path}/accept")
    reviewer = caller("reviewer1")

    suspended = done(reviewer.send(f"{path}/suspend", {"words": "等待判决"}))
    resumed = done(reviewer.send(f"{path}/resume", {"words": "已判决"}))

    assert (suspended["state"], resumed["state"]) == ("suspended", "open")
    too_late = caller("supervisor").send(f"{path}/extend", {"words": "案情复杂"})
    assert problem_of(too_late) == (409, "cases.extension_not_allowed")
    nobody = {"assignee_id": 2**40, "words": "请接"}
    answer = reviewer.send(f"{path}/hand-over", nobody)
    assert problem_of(answer) == (422, "cases.not_a_colleague")
    elsewhere = reviewer.send(f"{path}/transfer", {"office": "nowhere"})
    assert problem_of(elsewhere) == (422, "cases.no_office")
