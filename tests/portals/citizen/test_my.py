"""One's own cases: list, page, correction, withdrawal, files, mandates, messages."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.citizen.test_wizard import CLAIMED, PAPERS, claim, submit, upload
from tests.portals.citizen.visitors import MONDAY, PDF, hidden, signed_in, words

from tongban.core.cases.lifecycle import EventKind
from tongban.core.cases.parts import Fault, Lack
from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, CaseEvent, Mandate
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.cases.queries import lists

HURT = {
    **CLAIMED,
    "injured_on": "2023-08-01",
    "injured_place": "小区门口",
    "injury_cause": "骑车摔倒",
}
SIGNED_OUT_PAGES = (
    "/my/",
    "/my/messages/",
    "/my/mandates/",
    "/my/cases/1/",
    "/my/cases/1/receipt/",
    "/my/cases/1/correct/",
    "/my/cases/1/withdraw/",
)


@pytest.fixture
def case(zhaolei: Client) -> Case:
    """A complete inpatient claim that waits to be accepted."""
    draft = claim(zhaolei)
    sent = {f"file.{paper}": upload(f"{paper}.pdf") for paper in PAPERS}
    zhaolei.post(draft + "materials/", sent)
    submit(zhaolei, draft)
    return Case.objects.get()


@pytest.fixture
def asked(case: Case) -> Case:
    """The same claim after one notice about a paper and a field."""
    clerk = actor_of(Account.objects.get(login_name="clerk1"), MONDAY.date())
    lacks = (
        Lack("fee-list", Fault.WRONG, "缺第二页，请补全", pledge_allowed=False),
        Lack("field:bank_name", Fault.WRONG, "请填写到支行", pledge_allowed=False),
    )
    envelope = Envelope(clerk, MONDAY, "notice", Channel.COUNTER)
    send_notice(envelope, number=case.number, notice=NewNotice(lacks=lacks))
    case.refresh_from_db()
    return case


def kinds(case: Case) -> list[str]:
    return list(
        CaseEvent.objects.filter(case=case)
        .order_by("seq")
        .values_list("kind", flat=True)
    )


@pytest.mark.parametrize("path", SIGNED_OUT_PAGES)
def test_a_visitor_is_sent_to_sign_in(path):
    answer = Client().get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_an_empty_list_says_what_to_do(wangjianguo):
    text = words(wangjianguo.get("/my/"))

    assert "这里还没有办件" in text
    assert "去办一件事" in text


def test_the_list_shows_the_case_with_number_and_state(zhaolei, case):
    text = words(zhaolei.get("/my/"))

    assert case.number in text
    assert "受理后告诉您哪天办结" in text


def test_the_case_page_shows_three_stages_papers_and_timeline(zhaolei, case):
    text = words(zhaolei.get(f"/my/cases/{case.number}/"))

    for part in ("等待受理", "业务办理中", "已办结", "提交申请", "fee-list.pdf"):
        assert part in text
    assert "撤回申请" in text
    assert "去补正" not in text


@pytest.mark.parametrize("page", ["", "receipt/", "correct/", "withdraw/"])
def test_a_stranger_learns_nothing_of_a_case(case, page):
    answer = signed_in("limin").get(f"/my/cases/{case.number}/{page}")

    assert answer.status_code in {404, 409}
    assert not any(
        word in words(answer) for word in ("赵磊", "住院费用报销 编号", "北京示例医院")
    )


def test_a_stranger_cannot_withdraw_a_case(case):
    signed_in("limin").post(f"/my/cases/{case.number}/withdraw/", {"key": "k"})

    case.refresh_from_db()
    assert case.state == "open"


@pytest.mark.clause("CN39-十二")
def test_a_notice_stands_out_everywhere_with_one_button(zhaolei, asked):
    for path in ("/my/", f"/my/cases/{asked.number}/"):
        page = zhaolei.get(path).content.decode()
        assert page.count(f'href="/my/cases/{asked.number}/correct/"') == 1
    assert "您有 1 件事项等您补正" in words(zhaolei.get("/"))
    assert "您有" not in words(signed_in("limin").get("/"))


def test_the_filter_for_waiting_cases_shows_only_them(zhaolei, asked):
    assert asked.number in words(zhaolei.get("/my/?stage=waiting"))
    assert asked.number not in words(zhaolei.get("/my/?stage=closed"))


@pytest.mark.clause("CN39-十二", "SD28-16")
def test_every_lack_stands_on_one_page_with_its_cure(zhaolei, asked):
    page = zhaolei.get(f"/my/cases/{asked.number}/correct/")
    text = words(page)

    assert "不符合要求 ：缺第二页，请补全" in text
    assert "原来填的是：示例银行" in text
    assert 'name="file.fee-list"' in page.content.decode()
    assert 'name="bank_name"' in page.content.decode()
    assert 'name="account_number"' not in page.content.decode()


def test_curing_everything_sends_the_answer(zhaolei, asked):
    address = f"/my/cases/{asked.number}/correct/"
    page = zhaolei.get(address)
    sent = {
        "key": hidden(page, "key"),
        "version": hidden(page, "version"),
        "bank_name": "示例银行奎文支行",
        "file.fee-list": upload("第二页.pdf"),
    }

    answer = zhaolei.post(address, sent)

    assert answer["Location"] == f"/my/cases/{asked.number}/"
    asked.refresh_from_db()
    assert asked.state == "open"
    assert kinds(asked)[-3:] == [
        EventKind.FORM_CORRECTED,
        EventKind.MATERIAL_ADDED,
        EventKind.NOTICE_ANSWERED,
    ]
    assert "补正已经提交" in words(zhaolei.get(answer["Location"]))


def test_a_half_answer_is_kept_and_says_what_is_still_open(zhaolei, asked):
    address = f"/my/cases/{asked.number}/correct/"
    page = zhaolei.get(address)
    sent = {"key": hidden(page, "key"), "version": hidden(page, "version")}

    answer = zhaolei.post(address, {**sent, "bank_name": "示例银行奎文支行"})
    text = words(answer)

    assert "还有 1 处需要改一下" in text
    assert "费用清单：缺第二页，请补全" in text
    assert "已经补好" in text
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_case_without_a_notice_has_nothing_to_correct(zhaolei, case):
    answer = zhaolei.get(f"/my/cases/{case.number}/correct/")

    assert answer["Location"] == f"/my/cases/{case.number}/"


def test_a_long_list_goes_on_page_by_page(zhaolei, asked, monkeypatch):
    monkeypatch.setattr(lists, "PAGE_ROWS", 1)
    second = {"incomplete": "yes"}
    draft = claim(zhaolei)
    zhaolei.post(draft + "form/", {**CLAIMED, "diagnosis": "另一次住院"})
    zhaolei.post(draft + "materials/", second)
    submit(zhaolei, draft)
    latest = Case.objects.latest("pk")

    first = zhaolei.get("/my/")
    assert latest.number in words(first)
    assert asked.number not in words(first)
    following = re.search(r'href="(/my/\?after=[^"]+)"', first.content.decode())
    assert following
    page = zhaolei.get(html.unescape(following.group(1)))
    assert asked.number in words(page)
    assert "回到第一页" in words(page)


def test_withdrawing_asks_once_more_and_closes_the_case(zhaolei, case):
    address = f"/my/cases/{case.number}/withdraw/"
    page = zhaolei.get(address)
    assert "确认撤回" in words(page)
    sent = {"key": hidden(page, "key"), "version": hidden(page, "version")}

    zhaolei.post(address, {**sent, "words": "不办了"})

    case.refresh_from_db()
    assert case.outcome == "withdrawn"
    text = words(zhaolei.get(f"/my/cases/{case.number}/"))
    assert "不办了" in text
    assert "撤回申请" not in text


def test_a_stale_page_does_not_withdraw(zhaolei, asked):
    answer = zhaolei.post(
        f"/my/cases/{asked.number}/withdraw/", {"key": "k", "version": "1"}
    )

    assert answer.status_code == 409
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_one_s_own_files_open_and_nobody_else_s(zhaolei, case):
    held = case.files.get(material="fee-list").file_id
    address = f"/my/cases/{case.number}/files/{held}/"

    answer = zhaolei.get(address)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in("limin").get(address).status_code in {404, 409}
    unknown = address.replace(str(held), "00000000-0000-4000-8000-000000000000")
    assert zhaolei.get(unknown).status_code == 404


@pytest.mark.clause("SD28-16", "PT25-13")
def test_a_pledge_is_taken_back_before_the_decision(zhaolei):
    draft = claim(zhaolei)
    accident = {"s.cause": "accident", "s.urgency": "planned", "s.handler": "self"}
    zhaolei.post(draft + "situation/", accident)
    zhaolei.post(draft + "form/", HURT)
    papers = (*PAPERS, "medical-record-copy")
    sent = {f"file.{paper}": upload(f"{paper}.pdf") for paper in papers}
    zhaolei.post(draft + "materials/", {**sent, "pledge": "third-party-payment"})
    submit(zhaolei, draft)
    made = Case.objects.get()
    page = zhaolei.get(f"/my/cases/{made.number}/")
    assert "收回承诺：第三方赔付材料" in words(page)

    zhaolei.post(
        f"/my/cases/{made.number}/take-back/",
        {
            "material": "third-party-payment",
            "key": hidden(page, "key"),
            "version": hidden(page, "version"),
        },
    )

    assert EventKind.PLEDGE_TAKEN_BACK in kinds(made)


def test_messages_follow_the_case_and_are_read_once(zhaolei, case):
    assert "条未读" in words(zhaolei.get("/my/"))

    assert case.number in words(zhaolei.get("/my/messages/"))

    assert "条未读" not in words(zhaolei.get("/my/"))
    assert case.number not in words(signed_in("limin").get("/my/messages/"))


def give(client: Client, **changes: str):
    sent = {"helper": "limin", "until_on": "2023-12-31", "key": "give-1", **changes}
    return client.post("/my/mandates/", sent)


@pytest.mark.clause("SD20-20", "CN39-八")
def test_a_mandate_lets_a_helper_apply_and_is_taken_back_at_once(zhaolei):
    helper = signed_in("limin")
    address = "/apply/inpatient-reimbursement/?as=resident"
    assert "您受委托代办" not in words(helper.get(address))

    give(zhaolei, items="inpatient-reimbursement")

    assert "您受委托代办" in words(helper.get(address))
    assert "赵磊" not in words(helper.get(address))
    mandate = Mandate.objects.get()
    zhaolei.post("/my/mandates/revoke/", {"mandate": str(mandate.pk)})
    assert "您受委托代办" not in words(helper.get(address))
    assert "已取消" in words(zhaolei.get("/my/mandates/"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"helper": "nobody"}, "没有找到这位代办人的账号"),
        ({"helper": "zhaolei"}, "没有找到这位代办人的账号"),
        ({"until_on": "2023-09-10"}, "授权应从今天或以后开始"),
        ({"until_on": "2025-01-01"}, "授权应从今天或以后开始"),
        ({"until_on": ""}, "授权到哪一天"),
    ],
)
def test_a_mandate_that_cannot_be_given_is_told(zhaolei, changes, says):
    answer = give(zhaolei, **changes)

    assert says in words(answer)
    assert not Mandate.objects.exists()


def test_nobody_takes_back_another_s_mandate(zhaolei):
    give(zhaolei)
    mandate = Mandate.objects.get()

    signed_in("wangjianguo").post("/my/mandates/revoke/", {"mandate": str(mandate.pk)})

    mandate.refresh_from_db()
    assert mandate.revoked_at is None


def test_a_file_named_like_markup_is_shown_as_text(zhaolei):
    draft = claim(zhaolei)
    odd = SimpleUploadedFile("<b>x</b>.pdf", PDF)

    page = zhaolei.post(
        draft + "materials/", {"file.fee-list": odd, "go": "stay"}
    ).content.decode()

    assert "<b>x</b>" not in page
