"""A draft saved at home, gone on with at a window."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.citizen.visitors import signed_in
from tests.portals.desk.staff import PDF, at_desk, case_of, identified, words
from tests.portals.desk.test_box import RIDE
from tests.portals.desk.test_counter import fill, typed
from tests.services.cases.stage import PAPERS, at, envelope, inpatient_form

from tongban.core.items.catalogue import Audience, Channel
from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.records.cases.models import Case, Draft
from tongban.services.cases.drafts import attach_file, save_draft, start_draft
from tongban.services.cases.verify import verify_cases
from tongban.services.files.operations import Upload, store_upload


@pytest.fixture
def draft() -> Draft:
    """An inpatient claim with one scan, written by the applicant at home."""
    party = Account.objects.get(login_name="zhaolei").party_id
    assert party is not None
    home = envelope("zhaolei", channel=Channel.ONLINE)
    begun = start_draft(
        home,
        item="inpatient-reimbursement",
        audience=Audience.RESIDENT,
        party_id=party,
        region="370702",
    )
    scan = store_upload(
        home.actor,
        Upload("清单.pdf", SimpleUploadedFile("清单.pdf", PDF).chunks()),
        now=at("2023-09-11"),
        party_id=party,
        present=0,
    )
    attach_file(home, code=begun.code, material="fee-list", file_id=str(scan.id))
    save_draft(
        home,
        code=begun.code,
        content={
            "form": inpatient_form(diagnosis="家里填的诊断"),
            "situations": ["illness", "planned", "self"],
        },
    )
    return Draft.objects.get(code=begun.code)


@pytest.mark.clause("GD18-任务二")
def test_the_code_opens_the_draft_with_everything_in_it(clerk, draft):
    sent = {**RIDE, "identifier": draft.code.lower()}
    page = clerk.post("/desk/counter/", sent, follow=True)
    assert 'value="家里填的诊断"' in page.content.decode()
    assert "清单.pdf" in words(page)
    assert AccessLook.objects.get().party_id == draft.party_id


def test_its_scan_can_be_looked_at_by_who_took_it_and_nobody_else(clerk, draft):
    sent = {**RIDE, "identifier": draft.code}
    page = clerk.post("/desk/counter/", sent, follow=True).content.decode()
    found = re.search(r"/desk/files/[0-9a-f-]+/", page)
    assert found is not None
    scan = clerk.get(found.group(0))
    assert b"".join(scan.streaming_content) == PDF
    assert at_desk("clerk2").get(found.group(0)).status_code != 200


def test_the_case_keeps_who_prepared_it_and_the_files(clerk, draft):
    sent = {**RIDE, "identifier": draft.code}
    page = clerk.post("/desk/counter/", sent, follow=True)
    rest = [paper for paper in PAPERS if paper != "fee-list"]
    done = fill(clerk, page, "accept", **typed(paper=rest))
    case = Case.objects.get()
    assert "受理通知书" in words(done)
    assert case.account_id == draft.account_id
    assert case.files.get().material == "fee-list"
    assert case.owner.login_name == "clerk1"
    assert "在网上填写，窗口接着办理" in words(clerk.get(f"/desk/cases/{case.number}/"))
    assert list(verify_cases(now=at("2023-09-12"))) == []
    assert case_of(case.number).draft == draft


def test_it_is_offered_beside_the_person_who_wrote_it(clerk, draft):
    page = identified(clerk).get("/desk/counter/")
    assert "填了一半的申请" in words(page)
    assert "赵磊" not in words(page)
    opened = clerk.post("/desk/counter/resume/", {"code": draft.code}, follow=True)
    assert "家里填的诊断" in opened.content.decode()


def test_another_persons_draft_is_not_opened_beside_this_one(clerk, draft):
    identified(clerk, "limin")
    answer = clerk.post("/desk/counter/resume/", {"code": draft.code}, follow=True)
    assert "已经提交、过期或者被删除" in words(answer)


def test_a_helper_without_a_mandate_does_not_take_it(draft):
    helper = at_desk("town-helper")
    sent = {**RIDE, "identifier": draft.code}
    assert "授权" in words(helper.post("/desk/counter/", sent, follow=True))


def test_the_applicant_may_still_throw_it_away(clerk, draft):
    clerk.post("/desk/counter/", {**RIDE, "identifier": draft.code})
    signed_in("zhaolei").post(f"/drafts/{draft.code}/discard/")
    assert not Draft.objects.exists()
