"""The wizard: from the first page to the receipt, without a line of script."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.citizen.visitors import PDF, hidden, signed_in, words

from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, Draft

pytestmark = pytest.mark.usefixtures("insured_people")

FILING = "long-term-residence-filing"
CLAIM = "inpatient-reimbursement"
FILLED = {
    "insured_name": "王建国",
    "insured_id_number": "990001198406170037",
    "contact_phone": "10000000002",
    "place": "北京市",
    "start_on": "2023-09-20",
    "promise": "yes",
}
CLAIMED = {
    "insured_name": "赵磊",
    "insured_id_number": "990001197801250075",
    "contact_phone": "10000000004",
    "hospital_name": "北京示例医院",
    "hospital_region": "北京市",
    "admitted_on": "2023-08-01",
    "discharged_on": "2023-08-09",
    "diagnosis": "骨折",
    "unsettled_reason": "not-filed",
    "invoice_numbers.0.number": "INV001",
    "invoice_numbers.0.amount": "12,345.60",
    "total_cost": "12345.60",
    "account_holder": "赵磊",
    "bank_name": "示例银行",
    "account_number": "6200000000000000001",
}
ILLNESS = {"s.cause": "illness", "s.urgency": "planned", "s.handler": "self"}
PAPERS = ("medical-invoice", "fee-list", "discharge-record")


def party_of(login: str) -> int:
    party = Account.objects.get(login_name=login).party_id
    assert party is not None
    return party


def started(client: Client, item: str, who: str) -> str:
    """Open a draft and return the address all its pages begin with."""
    answer = client.post(f"/apply/{item}/", {"who": who})
    assert answer.status_code == 302, words(answer)
    return answer["Location"].removesuffix("situation/")


def filing(client: Client) -> str:
    draft = started(client, FILING, f"{party_of('wangjianguo')}:employee")
    client.post(draft + "situation/", {"s.residence": "settled"})
    return draft


def claim(client: Client) -> str:
    draft = started(client, CLAIM, f"{party_of('zhaolei')}:resident")
    client.post(draft + "situation/", ILLNESS)
    client.post(draft + "form/", CLAIMED)
    return draft


def upload(name: str = "票据.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def submit(client: Client, draft: str):
    key = hidden(client.get(draft + "check/"), "key")
    return client.post(draft + "check/", {"key": key, "collect": "online"})


def test_the_wizard_asks_a_visitor_to_sign_in_and_comes_back():
    answer = Client().get(f"/apply/{FILING}/")

    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next=%2Fapply%2F{FILING}%2F"


def test_the_start_says_what_it_takes_and_offers_oneself(wangjianguo):
    text = words(wangjianguo.get(f"/apply/{FILING}/"))

    assert "即时办结" in text
    assert "不用材料" in text
    assert "王建国（参保职工）" in text
    assert "王建国（参保居民）" not in text


def test_an_account_of_another_kind_is_told_and_gets_no_form():
    text = words(signed_in("pharmacy-kuiwen").get(f"/apply/{FILING}/"))

    assert "您登录的账号不能办这一项" in text
    assert "开始填写" not in text


@pytest.mark.parametrize("who", ["", "0:employee", "x:y", "1:provider"])
def test_a_forged_choice_of_whom_opens_no_draft(wangjianguo, who):
    answer = wangjianguo.post(f"/apply/{FILING}/", {"who": who})

    assert "请选择为谁办理" in words(answer)
    assert not Draft.objects.exists()


@pytest.mark.clause("SD28-12", "SD20-4")
def test_a_filing_is_in_force_at_once_with_a_receipt(wangjianguo):
    draft = filing(wangjianguo)
    answer = wangjianguo.post(draft + "form/", FILLED)
    assert answer["Location"].endswith("check/")

    answer = submit(wangjianguo, draft)
    case = Case.objects.get()

    assert answer["Location"] == f"/my/cases/{case.number}/receipt/"
    text = words(wangjianguo.get(answer["Location"]))
    assert "当场办结，现在就生效。" in text
    assert case.number in text
    assert case.query_code in text


def test_sending_the_last_page_twice_makes_one_case(wangjianguo):
    draft = filing(wangjianguo)
    wangjianguo.post(draft + "form/", FILLED)
    key = hidden(wangjianguo.get(draft + "check/"), "key")
    sent = {"key": key, "collect": "online"}

    first = wangjianguo.post(draft + "check/", sent)
    again = wangjianguo.post(draft + "check/", sent)

    assert first["Location"].endswith("/receipt/")
    assert again["Location"] == first["Location"]
    assert Case.objects.count() == 1


def test_a_draft_that_was_handed_in_cannot_be_written_on(wangjianguo):
    draft = filing(wangjianguo)
    wangjianguo.post(draft + "form/", FILLED)
    submit(wangjianguo, draft)

    for answer in (wangjianguo.get(draft + "form/"), wangjianguo.get(draft + "check/")):
        assert "没有找到这份草稿" in words(answer)


def test_a_question_without_an_answer_holds_the_wizard(wangjianguo):
    draft = started(wangjianguo, FILING, f"{party_of('wangjianguo')}:employee")

    answer = wangjianguo.post(draft + "situation/", {})

    assert answer.status_code == 422
    assert "请选一项" in words(answer)
    onward = wangjianguo.get(draft + "form/")
    assert onward["Location"].endswith("/situation/")


def test_known_facts_are_prefilled_and_say_where_they_come_from(wangjianguo):
    page = wangjianguo.get(filing(wangjianguo) + "form/").content.decode()

    assert 'value="王建国"' in page
    assert "来自个人登记信息，如有不对请改正" in page


def test_every_mistake_is_told_at_once_and_leads_to_its_field(wangjianguo):
    answer = wangjianguo.post(filing(wangjianguo) + "form/", {"contact_phone": "12"})
    page = answer.content.decode()

    assert answer.status_code == 422
    for name in ("insured_name", "contact_phone", "place", "start_on", "promise"):
        assert f'href="#f-{name}"' in page
    assert 'value="12"' in page


def test_what_was_typed_is_kept_for_later_even_with_mistakes(wangjianguo):
    draft = filing(wangjianguo)
    answer = wangjianguo.post(
        draft + "form/", {"place": "北京市", "contact_phone": "12", "go": "later"}
    )

    assert answer["Location"] == "/my/"
    listed = words(wangjianguo.get("/my/"))
    assert "已保存。2023年10月11日以前可以接着填" in listed
    assert "没填完的" in listed
    page = wangjianguo.get(draft + "form/").content.decode()
    assert 'value="北京市"' in page
    assert 'value="12"' in page


def test_starting_the_same_thing_again_goes_on_with_the_draft(wangjianguo):
    assert filing(wangjianguo) == filing(wangjianguo)
    assert Draft.objects.count() == 1


def test_a_page_left_open_in_another_window_does_not_overwrite(wangjianguo):
    draft = filing(wangjianguo)
    old = hidden(wangjianguo.get(draft + "form/"), "version")
    wangjianguo.post(draft + "form/", {**FILLED, "version": old})

    answer = wangjianguo.post(
        draft + "form/", {**FILLED, "place": "天津市", "version": old}
    )

    assert answer.status_code == 422
    assert "草稿已在别处保存" in words(answer)
    assert 'value="天津市"' in answer.content.decode()
    assert Draft.objects.get().content["form"]["place"] == "110000"


def test_another_s_draft_is_as_if_it_were_not_there(wangjianguo, zhaolei):
    draft = filing(wangjianguo)

    for leaf in ("situation", "form", "check"):
        answer = zhaolei.get(f"{draft}{leaf}/")
        assert answer.status_code in {404, 409}
        assert "王建国" not in words(answer)
    assert zhaolei.post(draft + "form/", FILLED).status_code in {404, 409}
    zhaolei.post(draft + "discard/")
    assert Draft.objects.count() == 1


def test_a_discarded_draft_is_gone(wangjianguo):
    wangjianguo.post(filing(wangjianguo) + "discard/")

    assert not Draft.objects.exists()


def test_an_unknown_page_of_the_wizard_is_not_found(wangjianguo):
    assert wangjianguo.get(filing(wangjianguo) + "nonsense/").status_code == 404


def test_a_page_with_nothing_to_ask_is_skipped(wangjianguo):
    draft = filing(wangjianguo)

    answer = wangjianguo.get(draft + "materials/")

    assert answer["Location"].endswith("/situation/")
    assert "3　核对提交" not in words(wangjianguo.get(draft + "form/"))
    assert "材料" not in re.findall(
        r'<ol class="trail".*?</ol>',
        wangjianguo.get(draft + "form/").content.decode(),
        re.DOTALL,
    )


def test_a_table_grows_and_keeps_its_rows(zhaolei):
    draft = started(zhaolei, CLAIM, f"{party_of('zhaolei')}:resident")
    zhaolei.post(draft + "situation/", ILLNESS)

    answer = zhaolei.post(draft + "form/", {**CLAIMED, "go": "more:invoice_numbers"})
    page = answer.content.decode()

    assert 'name="invoice_numbers.2.number"' in page
    assert 'value="12345.60"' in page


def test_questions_of_one_situation_only_appear_in_it(zhaolei):
    draft = started(zhaolei, CLAIM, f"{party_of('zhaolei')}:resident")
    zhaolei.post(draft + "situation/", ILLNESS)
    assert "injured_on" not in zhaolei.get(draft + "form/").content.decode()

    zhaolei.post(draft + "situation/", {**ILLNESS, "s.cause": "accident"})

    assert "injured_on" in zhaolei.get(draft + "form/").content.decode()


@pytest.mark.clause("SD28-16", "CN39-十二")
def test_missing_papers_are_told_all_at_once(zhaolei):
    draft = claim(zhaolei)

    answer = zhaolei.post(draft + "materials/", {})
    text = words(answer)

    assert answer.status_code == 422
    assert "还有 3 处需要改一下" in text
    assert text.count("还没有上传") >= 3


def test_uploads_are_kept_and_can_be_taken_out_again(zhaolei):
    draft = claim(zhaolei)
    sent = {f"file.{paper}": upload(f"{paper}.pdf") for paper in PAPERS}

    answer = zhaolei.post(draft + "materials/", {**sent, "go": "stay"})

    assert "medical-invoice.pdf" in words(answer)
    held = Draft.objects.get().files.get(material="fee-list")
    zhaolei.post(draft + "materials/", {"go": f"remove:{held.pk}"})
    assert set(Draft.objects.get().files.values_list("material", flat=True)) == {
        "medical-invoice",
        "discharge-record",
    }


def test_a_file_that_is_not_taken_is_told_and_the_good_ones_stay(zhaolei):
    draft = claim(zhaolei)
    sent = {
        "file.medical-invoice": upload(),
        "file.fee-list": upload("费用.pdf", b"MZ\x90\x00 not a pdf"),
    }

    answer = zhaolei.post(draft + "materials/", {**sent, "go": "stay"})

    assert answer.status_code == 422
    assert "费用清单（费用.pdf）：暂不支持这种文件" in words(answer)
    assert Draft.objects.get().files.count() == 1


@pytest.mark.clause("PT25-13", "SD28-16")
def test_a_pledge_stands_in_for_a_paper_where_the_item_allows_it(zhaolei):
    draft = started(zhaolei, CLAIM, f"{party_of('zhaolei')}:resident")
    zhaolei.post(draft + "situation/", {**ILLNESS, "s.cause": "accident"})
    papers = (*PAPERS, "medical-record-copy")
    sent = {f"file.{paper}": upload(f"{paper}.pdf") for paper in papers}

    answer = zhaolei.post(
        draft + "materials/", {**sent, "pledge": ["third-party-payment", "fee-list"]}
    )

    assert answer["Location"].endswith("/check/")
    assert Draft.objects.get().content["pledges"] == ["third-party-payment"]


def test_the_office_may_be_asked_to_tell_what_is_missing(zhaolei):
    draft = claim(zhaolei)
    zhaolei.post(draft + "materials/", {"incomplete": "yes"})
    assert "由工作人员一次性告知还缺什么" in words(zhaolei.get(draft + "check/"))

    answer = submit(zhaolei, draft)

    assert answer["Location"].endswith("/receipt/")
    assert "已经提交" in words(zhaolei.get(answer["Location"]))


def test_the_last_page_shows_everything_in_words(zhaolei):
    draft = claim(zhaolei)
    sent = {f"file.{paper}": upload(f"{paper}.pdf") for paper in PAPERS}
    zhaolei.post(draft + "materials/", sent)

    text = words(zhaolei.get(draft + "check/"))

    assert "未办理异地就医备案" in text
    assert "2023年8月9日" in text
    assert "12345.60 元" in text
    assert "INV001，12345.60 元" in text
    assert "fee-list.pdf" in text


def test_an_unfinished_application_is_not_handed_in(zhaolei):
    draft = claim(zhaolei)

    answer = submit(zhaolei, draft)

    assert answer.status_code == 422
    assert "费用清单：还没有交" in words(answer)
    assert not Case.objects.exists()


@pytest.mark.clause("SD28-3")
def test_a_school_applies_through_the_door_of_employers():
    page = signed_in("school-primary").get("/apply/resident-registration/?as=school")

    assert "（学校）" in words(page)
