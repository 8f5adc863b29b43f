"""The window: who stands there, which item, and the five main actions."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.citizen.visitors import hidden
from tests.portals.desk.staff import (
    PDF,
    at_desk,
    case_of,
    identified,
    identifier_of,
    words,
)
from tests.services.cases.stage import (
    PAPERS,
    filing_form,
    inpatient_form,
    submitted,
)

from tongban.core.access.parties import PartyKind
from tongban.records.audit.models import AccessLook
from tongban.records.cases.models import Case, Draft
from tongban.records.collecting.models import CollectionWish
from tongban.records.parties.models import Party
from tongban.services.demo.people import resident_id
from tongban.services.items.queries import items_on
from tongban.services.parties.queries import find_party

pytestmark = pytest.mark.usefixtures("insured_people")

STAY = {"situation.cause": "illness", "situation.urgency": "planned"}
DRAFT = re.compile(r"/desk/counter/fill/([A-Z0-9]+)/")


def typed(**changes: str) -> dict[str, object]:
    """The inpatient form as the page sends it."""
    form = inpatient_form()
    invoice = form.pop("invoice_numbers")[0]
    return {
        **form,
        "hospital_region": "山东省济南市",
        "invoice_numbers.0.number": invoice["number"],
        "invoice_numbers.0.amount": invoice["amount"],
        **STAY,
        "situation.handler": "self",
        "paper": list(PAPERS),
        **changes,
    }


def opened(client, item: str = "inpatient-reimbursement", audience: str = "resident"):
    """The counter form of an item, opened for the person at the window."""
    page = client.get("/desk/counter/")
    sent = {"item": item, "audience": audience, "key": hidden(page, "key")}
    return client.post("/desk/counter/start/", sent, follow=True)


def fill(client, page, do: str, **fields: object):
    address = (
        page.redirect_chain[-1][0] if page.redirect_chain else page.request["PATH_INFO"]
    )
    sent = {"key": hidden(page, "key"), "version": hidden(page, "version"), "do": do}
    return client.post(address, {**sent, **fields}, follow=True)


def test_identifying_writes_the_look_and_shows_masked_data(clerk):
    page = identified(clerk).get("/desk/counter/")
    assert "赵*" in words(page)
    assert "赵磊" not in words(page)
    assert identifier_of("zhaolei") not in page.content.decode()
    assert AccessLook.objects.get().reason == "窗口办理业务"


def test_somebody_unknown_is_sent_to_register(clerk):
    sent = {"identifier": "990001195001010000", "reason": "窗口办理业务"}
    answer = clerk.post("/desk/counter/", sent)
    assert answer.status_code == 422
    assert "第一次来办事的，请先登记" in words(answer)
    assert 'value="990001195001010000"' in answer.content.decode()


def test_the_next_person_starts_with_an_empty_window(clerk):
    answer = identified(clerk).post("/desk/counter/leave/", follow=True)
    assert "来办事的人或者单位" in words(answer)
    assert "正在接待" not in words(answer)


def test_registering_lets_the_person_stand_at_the_window(clerk):
    number = resident_id(born_on=date(2023, 5, 1), place=499, is_male=True)
    sent = {
        "kind": "person",
        "id_kind": "resident_card",
        "identifier": number,
        "name": "新生儿甲",
        "region": "370705",
        "phone": "10012340000",
    }
    answer = clerk.post("/desk/counter/register/", sent, follow=True)
    assert "正在接待" in words(answer)
    assert find_party(PartyKind.PERSON, number) is not None


def test_a_bad_id_number_is_told_and_what_was_typed_stays(clerk):
    sent = {
        "kind": "person",
        "id_kind": "resident_card",
        "identifier": "123",
        "name": "新生儿甲",
        "region": "370705",
    }
    answer = clerk.post("/desk/counter/register/", sent)
    assert answer.status_code == 422
    assert 'value="新生儿甲"' in answer.content.decode()


def test_every_item_is_offered_to_somebody(clerk):
    """综合柜员制: any window takes any of the 28 items (SD20-13)."""
    numbers = set()
    for party in (
        "zhaolei",
        "hr-machinery",
        "school-primary",
        "hospital-city",
        "pharmacy-kuiwen",
    ):
        page = identified(clerk, party).get("/desk/counter/").content.decode()
        numbers |= {int(found) for found in re.findall(r'number">(\d+)</span>', page)}
        clerk.post("/desk/counter/leave/")
    assert numbers == {item.number for item in items_on("370700", date(2023, 9, 11))}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("16", "住院费用报销"),
        ("zybx", "住院费用报销"),
        ("异地", "异地长期居住人员备案"),
    ],
)
def test_items_are_found_by_number_initials_and_words(clerk, asked, found):
    page = identified(clerk).get("/desk/counter/", {"q": asked})
    assert found in words(page)


def test_an_item_is_not_opened_before_somebody_was_identified(clerk):
    sent = {"item": "inpatient-reimbursement", "audience": "resident", "key": "k"}
    answer = clerk.post("/desk/counter/start/", sent)
    assert "请先核验" in words(answer)


def test_the_form_is_prefilled_and_says_from_where(clerk):
    page = opened(identified(clerk))
    assert 'value="赵磊"' in page.content.decode()
    assert "来自个人登记信息" in words(page)


def test_saving_keeps_everything_and_submits_nothing(clerk):
    page = opened(identified(clerk))
    saved = fill(clerk, page, "save", **typed(diagnosis="骨折待查"))
    assert "已暂存" in words(saved)
    assert 'value="骨折待查"' in saved.content.decode()
    assert 'value="medical-invoice" data-pick="1" checked' in saved.content.decode()
    assert not Case.objects.exists()


def test_accepting_prints_a_receipt_with_number_code_and_due_day(clerk):
    page = opened(identified(clerk))
    receipt = words(fill(clerk, page, "accept", **typed()))
    case = Case.objects.get()
    assert "受理通知书" in receipt
    assert case.number in receipt
    assert case.query_code in receipt
    assert case.step == "review"
    assert case.owner.login_name == "clerk1"


POST = {
    "collect": "post",
    "receiver": "赵磊",
    "collect_phone": "10012345678",
    "collect_address": "潍坊市奎文区示例路2号",
}


def test_the_way_to_get_the_result_is_chosen_at_the_window(clerk):
    page = opened(identified(clerk))
    fill(clerk, page, "accept", **typed(**POST))
    wish = CollectionWish.objects.get()
    assert (wish.case.state, wish.way) == ("open", "post")
    assert (wish.receiver, wish.phone) == ("赵磊", "10012345678")


def test_a_parcel_without_an_address_is_told_at_the_window(clerk):
    page = opened(identified(clerk))
    answer = fill(clerk, page, "accept", **typed(**POST | {"collect_address": ""}))
    assert answer.status_code == 422
    assert "邮寄需要收件人、手机号和详细地址" in words(answer)
    assert 'value="10012345678"' in answer.content.decode()
    assert not Case.objects.exists()


def test_pressing_twice_hands_in_once(clerk):
    page = opened(identified(clerk))
    first = fill(clerk, page, "accept", **typed())
    second = fill(clerk, page, "accept", **typed())
    assert Case.objects.count() == 1
    assert first.redirect_chain[-1] == second.redirect_chain[-1]


def test_faults_are_told_at_their_fields_and_nothing_typed_is_lost(clerk):
    page = opened(identified(clerk))
    sent = typed(account_number="abc", hospital_name="济南示例医院")
    answer = fill(clerk, page, "accept", **sent)
    assert answer.status_code == 422
    assert "银行账号：格式不对" in words(answer)
    assert 'value="abc"' in answer.content.decode()
    assert 'value="济南示例医院"' in answer.content.decode()
    assert not Case.objects.exists()


def test_an_open_question_is_asked_before_handing_in(clerk):
    page = opened(identified(clerk))
    sent = typed()
    del sent["situation.urgency"]
    answer = fill(clerk, page, "accept", **sent)
    assert "是否急诊住院？：请选择一项" in words(answer)


def test_missing_papers_are_named_and_the_case_is_not_opened(clerk):
    page = opened(identified(clerk))
    answer = fill(clerk, page, "accept", **typed(paper=["medical-invoice"]))
    assert "还缺少材料：费用清单、出院记录（诊断材料）" in words(answer)
    assert not Case.objects.exists()
    assert Draft.objects.count() == 1


def test_telling_at_once_opens_the_case_with_the_lacks_marked(clerk):
    page = opened(identified(clerk))
    answer = fill(clerk, page, "notice", **typed(paper=["medical-invoice"]))
    body = answer.content.decode()
    assert case_of(Case.objects.get().number).step == "accept"
    assert 'name="judge.fee-list" value="missing" checked' in body
    assert 'name="judge.medical-invoice" value="good" checked' in body


def test_refusing_leads_to_the_published_reasons(clerk):
    page = opened(identified(clerk))
    answer = fill(clerk, page, "refuse", **typed(paper=[]))
    assert '<details id="refuse" open>' in answer.content.decode()
    assert "申请人不属于本事项的服务对象" in words(answer)


@pytest.mark.clause("SD28-12", "SD20-4")
def test_an_instant_item_is_in_force_at_once(clerk):
    page = opened(identified(clerk), "long-term-residence-filing")
    assert "提交并即时办结" in words(page)
    sent = {
        **filing_form(),
        "promise": "yes",
        "situation.residence": "resident-elsewhere",
    }
    receipt = words(fill(clerk, page, "accept", **sent))
    case = Case.objects.get()
    assert "办结通知书" in receipt
    assert (case.state, case.outcome) == ("closed", "granted")


def test_a_second_claim_of_the_same_thing_joins_the_first(clerk):
    submitted("2023-09-11")
    page = opened(identified(clerk))
    sent = typed(insured_id_number="990000199001010017", contact_phone="10012345678")
    answer = fill(clerk, page, "accept", **sent)
    assert "已有同一申请在办" in words(answer)
    assert Case.objects.count() == 1


def test_a_scan_lies_in_the_draft_and_goes_into_the_case(clerk):
    page = opened(identified(clerk))
    scan = SimpleUploadedFile("清单.pdf", PDF, "application/pdf")
    papers = ["medical-invoice", "discharge-record"]
    fields = {**typed(paper=papers), "upload.fee-list": scan}
    saved = fill(clerk, page, "save", **fields)
    assert "清单.pdf" in words(saved)
    fill(clerk, saved, "accept", **typed(paper=papers))
    assert Case.objects.get().files.get().material == "fee-list"


def test_a_file_that_is_no_scan_is_refused_at_its_material(clerk):
    page = opened(identified(clerk))
    wrong = SimpleUploadedFile("a.pdf", b"MZ\x90\x00 a program", "application/pdf")
    answer = fill(clerk, page, "accept", **{**typed(), "upload.fee-list": wrong})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Case.objects.exists()


def test_a_file_can_be_taken_out_again(clerk):
    page = opened(identified(clerk))
    scan = SimpleUploadedFile("清单.pdf", PDF, "application/pdf")
    saved = fill(clerk, page, "save", **{**typed(), "upload.fee-list": scan})
    found = re.search(r'name="detach" value="(\d+)"', saved.content.decode())
    assert found is not None
    after = fill(clerk, saved, "", detach=found.group(1), **typed())
    assert "清单.pdf" not in words(after)


def test_a_file_other_answers_do_not_call_for_is_left_behind(clerk):
    page = opened(identified(clerk))
    scan = SimpleUploadedFile("病历.pdf", PDF, "application/pdf")
    accident = {
        **typed(),
        "situation.cause": "accident",
        "upload.medical-record-copy": scan,
    }
    saved = fill(clerk, page, "save", **accident)
    receipt = fill(clerk, saved, "accept", **typed())
    assert "受理通知书" in words(receipt)
    assert not Case.objects.get().files.exists()


def test_more_rows_keep_the_rows_already_typed(clerk):
    page = opened(identified(clerk))
    answer = fill(clerk, page, "rows.invoice_numbers", **typed())
    body = answer.content.decode()
    assert 'value="1234567890"' in body
    assert 'name="invoice_numbers.2.number"' in body


def test_a_draft_can_be_thrown_away(clerk):
    page = opened(identified(clerk))
    code = DRAFT.search(page.redirect_chain[-1][0]).group(1)
    clerk.post(f"/desk/counter/drop/{code}/")
    assert not Draft.objects.exists()


def test_a_draft_belongs_to_the_clerk_who_wrote_it(clerk):
    page = opened(identified(clerk))
    answer = at_desk("clerk2").get(page.redirect_chain[-1][0])
    assert answer.status_code in {404, 409}


def test_a_helper_needs_a_mandate_to_open_a_form():
    helper = identified(at_desk("town-helper"))
    answer = opened(helper)
    assert "授权" in words(answer)
    assert not Draft.objects.exists()


def test_an_invented_party_kind_is_told_and_not_a_fault(clerk):
    before = Party.objects.count()
    answer = clerk.post("/desk/counter/register/", {"kind": "martian"})
    assert answer.status_code == 422
    assert "请先选择“服务对象”" in words(answer)
    assert Party.objects.count() == before
