"""Journey (b): a claim after an accident, two papers missing, paid by three people."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.journeys.window import CHINA, PDF, Desk, put_clock

from tongban.records.cases.models import Case
from tongban.records.notices.models import Message
from tongban.services.cases.verify import verify_cases
from tongban.services.demo.operations import load_demo
from tongban.services.timekeeping.queries import now

LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=CHINA)


@pytest.fixture
def desk(page, live_server, settings) -> Desk:
    settings.TONGBAN_DEMO = True
    load_demo(LOADED_AT)
    put_clock("2023-09-11")
    return Desk(page, live_server.url)


def claim_with_two_papers_missing(desk: Desk) -> None:
    page = desk.page
    desk.sign_in("clerk1")
    desk.identify("zhaolei")
    desk.choose_item("zybx", "参保居民")
    desk.answer("这次住院的原因是什么", "意外伤害")
    desk.answer("是否急诊住院", "不是急诊")
    desk.answer("由谁来办理", "本人办理")
    desk.press("按情形更新表单和材料")
    for name, value in {
        "hospital_name": "济南示例医院",
        "hospital_region": "山东省济南市",
        "admitted_on": "2023-08-20",
        "discharged_on": "2023-08-28",
        "diagnosis": "左腕骨折",
        "invoice_numbers.0.number": "1234567890",
        "invoice_numbers.0.amount": "12000.00",
        "total_cost": "12000.00",
        "injured_on": "2023-08-20",
        "injured_place": "自家楼梯",
        "injury_cause": "下楼时摔倒",
        "bank_name": "示例银行寿光支行",
        "account_number": "6200000000000000",
    }.items():
        page.fill(f'[name="{name}"]', value)
    page.select_option("[name=unsettled_reason]", label="未办理异地就医备案")
    for paper in ("medical-invoice", "fee-list", "discharge-record"):
        page.check(f"[name=paper][value={paper}]")


def told_at_once(desk: Desk) -> str:
    """One notice names both papers; returns the number of the case."""
    desk.page.keyboard.press("F3")
    desk.page.wait_for_url("**/desk/cases/**")
    desk.page.fill('[name="cure.medical-record-copy"]', "请带病历复印件")
    desk.press("发出一次性告知")
    assert "一次性告知已发出" in desk.words()
    notice = Message.objects.get(template="case.notice_sent")
    assert "病历复印件" in notice.text
    assert "第三方赔付材料" in notice.text
    return Case.objects.get().number


def cured_by_pledge_and_by_scan(desk: Desk, number: str) -> None:
    desk.open_case(number)
    desk.page.check("[name=pledged][value=third-party-payment]")
    desk.press("收下补正材料")
    assert "还有内容没有补齐" in desk.words()
    scan = {"name": "病历.pdf", "mimeType": "application/pdf", "buffer": PDF}
    desk.page.set_input_files('[name="upload.medical-record-copy"]', scan)
    desk.press("收下补正材料")
    assert "补正材料已收齐" in desk.words()
    desk.panel("accept").get_by_role("button", name="受理").click()
    assert "已受理" in desk.words()


def reviewed(desk: Desk, number: str) -> None:
    desk.sign_in("reviewer1")
    desk.page.get_by_role("link", name=number).click()
    assert "赵磊" not in desk.words()
    desk.panel("approve").locator("[name=amount]").fill("8000.01")
    desk.press("审核通过")
    assert "待遇拨付" not in desk.page.inner_text("nav.verbs")


def paid(desk: Desk, number: str, folder: Path) -> None:
    """Order, file, and the bank's return."""
    page = desk.page
    desk.sign_in("finance1")
    page.get_by_role("link", name="待遇拨付").click()
    desk.press("对选中的办件发起拨付")
    desk.press("生成银行文件")
    assert "逐笔合计与文件总额一致" in desk.words()
    with page.expect_download() as started:
        page.get_by_role("link", name="下载银行文件").click()
    text = Path(started.value.path()).read_text("utf-8-sig")
    assert f"{number}-1,赵磊,示例银行寿光支行,6200000000000000,8000.01" in text
    answer = folder / "return.csv"
    heading = "付款编号,金额（元）,结果,原因"
    answer.write_text(f"{heading}\n{number}-1,8000.01,成功,\n", encoding="gb18030")
    page.set_input_files("[name=return]", answer)
    page.get_by_role("button", name="导入", exact=True).click()
    assert "到账 1 笔，退回 0 笔" in desk.words()


@pytest.mark.clause("SD28-16", "CN39-十二", "PT25-13", "SD20-13")
def test_a_claim_is_told_once_cured_twice_and_paid_by_three_people(
    desk, accessibility_faults, tmp_path: Path
):
    claim_with_two_papers_missing(desk)
    assert accessibility_faults() == []
    number = told_at_once(desk)
    assert accessibility_faults() == []
    put_clock("2023-09-13")
    cured_by_pledge_and_by_scan(desk, number)
    reviewed(desk, number)
    paid(desk, number, tmp_path)

    desk.open_case(number)
    assert "已办结" in desk.words()
    assert "款项已由银行确认到账" in desk.words()
    hands = Case.objects.get().events.values_list("actor_name", flat=True)
    assert {"孙晓梅", "吴国华", "冯志远"} <= set(hands)
    assert list(verify_cases(now=now())) == []
    desk.sign_in("supervisor")
    desk.page.get_by_role("link", name="承诺核查").click()
    assert "第三方赔付材料" in desk.words()
