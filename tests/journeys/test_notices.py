"""Being told, and telling: a phone rings, a citizen answers, a clerk calls an elder."""

import pytest
from tests.journeys.window import Desk, put_clock, sideways
from tests.services.cases.stage import at
from tests.services.notices.telling import NOON, OLD, YOUNG, phone_of, told

from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import demo_password
from tongban.services.notices.rounds import run_round


@pytest.fixture
def _region(settings, transactional_db, tmp_path):
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_MESSAGING = "local"
    settings.TONGBAN_HOME = tmp_path
    load_demo(at("2023-09-11"))
    put_clock("2023-09-11", 12)


@pytest.mark.clause("SD20-18")
@pytest.mark.usefixtures("_region")
def test_a_reply_from_the_phone_is_answered_by_machine_and_by_a_clerk(
    live_server, page, accessibility_faults
):
    told(YOUNG)
    run_round(NOON)
    page.goto(f"{live_server.url}/demo/phone/")
    page.get_by_role("link", name="赵磊").click()
    assert "还需要补正" in page.inner_text(".phone-talk")
    for text in ("进度", "我的材料放在家里了"):
        page.fill("[name=text]", text)
        page.get_by_role("button", name="发送").click()
        run_round(NOON)
    page.get_by_role("link", name="刷新").click()
    assert "待补正" in page.inner_text(".phone-talk")
    assert accessibility_faults() == []

    desk = Desk(page, live_server.url)
    desk.sign_in("clerk1")
    page.locator("summary", has_text="更多").click()
    page.get_by_role("link", name="通知送达").click()
    page.get_by_role("link", name="收到的回复").click()
    page.get_by_role("link", name="答复").first.click()
    assert accessibility_faults() == []
    page.fill("textarea[name=words]", "请在方便时送到任一医保窗口。")
    desk.press("发送答复")
    assert "这条回复已经处理" in desk.words()
    run_round(NOON)
    page.goto(f"{live_server.url}/demo/phone/{YOUNG}/")
    assert "请在方便时送到任一医保窗口" in page.inner_text(".phone-talk")


@pytest.mark.clause("PT25-9")
@pytest.mark.usefixtures("_region")
def test_an_elder_is_called_and_the_proof_says_so(
    live_server, page, accessibility_faults
):
    told(OLD)
    run_round(NOON)
    desk = Desk(page, live_server.url)
    desk.sign_in("clerk1")
    page.locator("summary", has_text="更多").click()
    page.get_by_role("link", name="通知送达").click()
    assert phone_of(OLD) not in desk.words()
    assert accessibility_faults() == []
    page.get_by_role("link", name="办理").first.click()
    assert phone_of(OLD) in desk.words()
    assert accessibility_faults() == []
    page.get_by_role("link", name="送达证明").click()
    assert "没有被改动、删除或插入" in desk.words()
    assert accessibility_faults() == []
    page.go_back()
    page.get_by_label("已告知本人").check()
    page.keyboard.press("Tab")
    desk.press("登记")
    assert "没有要打的电话" in desk.words()


@pytest.mark.clause("SD20-18")
@pytest.mark.usefixtures("_region")
def test_an_elder_chooses_ways_on_a_phone_and_the_table_fits_the_desk(
    live_server, page, accessibility_faults
):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/sign-in/?next=/my/ways/")
    page.fill("[name=login_name]", OLD)
    page.fill("[name=password]", demo_password())
    page.locator("main form button.primary").click()
    page.get_by_label("不用打电话").check()
    page.get_by_role("button", name="保存").click()
    assert "已经保存" in page.inner_text("main")
    assert not sideways(page)
    assert accessibility_faults() == []
    desk = Desk(page, live_server.url)
    desk.sign_in("supervisor")
    page.goto(f"{live_server.url}/desk/notices/coverage/")
    assert "0格缺模板" in desk.words()
    assert not sideways(page)
    assert accessibility_faults() == []
