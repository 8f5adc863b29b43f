"""A local change at the desk: draft, live check, a second person, stations told."""

import re
from html.parser import HTMLParser

import pytest
from tests.portals.desk.staff import at_desk, words

from tongban.records.catalogue.models import Acknowledgement, Change, Publication

ITEM = "outpatient-reimbursement"
SHOUGUANG = "370783"


class FormReader(HTMLParser):
    """What a browser would send of the draft's form if nobody touched it."""

    def __init__(self):
        super().__init__()
        self.sent = {}
        self.select = self.area = ""

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        name = named.get("name") or ""
        ticked = named.get("type") not in {"checkbox", "radio"} or "checked" in named
        if tag == "input" and name and ticked:
            self.sent.setdefault(name, []).append(named.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in named:
            self.sent[self.select] = [named.get("value") or ""]
        elif tag == "textarea":
            self.area = name
            self.sent[name] = [""]

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


def form_of(answer) -> dict[str, list[str]]:
    reader = FormReader()
    page = answer.content.decode()
    if 'id="draft"' in page:
        reader.feed(page.split('id="draft"')[1].split("</form>")[0])
    return reader.sent


def key_in(answer) -> str:
    found = re.search(r'name="key" value="([^"]+)"', answer.content.decode())
    return found.group(1) if found else "no-command-on-this-page"


def started(client, region=SHOUGUANG, subject=ITEM) -> str:
    page = client.get("/desk/catalogue/", {"in": region})
    client.post(
        "/desk/catalogue/start/",
        {"key": key_in(page), "region": region, "subject": subject},
    )
    return Change.objects.latest("id").number


def sent(client, number, do, **fields):
    address = f"/desk/catalogue/changes/{number}/"
    page = client.get(address)
    version = Change.objects.get(number=number).version
    command = {"key": key_in(page), "version": version, "do": do}
    whole = {**form_of(page), **FORM, **command, **fields}
    return client.post(address, whole, follow=True)


FORM = {
    "first_day": "2023-10-01",
    "reason": "方便群众邮寄材料",
    "source.document": "DEMO",
    "source.clause": "寿光2",
}


@pytest.fixture
def author():
    return at_desk("shouguang-cataloguer")


@pytest.fixture
def second():
    return at_desk("cataloguer2")


@pytest.mark.clause("GD18-任务六", "SD28-通知二")
def test_from_draft_to_what_stations_read(author, second, clerk):
    number = started(author)
    assert "草稿已保存" in words(sent(author, number, "save", channels=["post"]))
    assert "已提交复核" in words(sent(author, number, "submit", channels=["post"]))
    assert number in words(second.get("/desk/catalogue/"))
    page = words(second.get(f"/desk/catalogue/changes/{number}/"))
    assert "办理方式 原来" not in page
    assert "邮寄办理" in page
    assert "复核通过" in page
    assert "已发布" in words(sent(second, number, "publish"))
    assert Publication.objects.get().number == number
    assert "目录有变更" not in words(clerk.get("/desk/"))
    station = at_desk("town-helper")
    home = words(station.get("/desk/"))
    assert "门诊费用报销" in home
    assert "方便群众邮寄材料" in home
    told = Publication.objects.get().pk
    station.post("/desk/catalogue/told/", {"key": "k", "publication": told})
    assert Acknowledgement.objects.get().office_code == "370783005"
    assert "目录有变更" not in words(station.get("/desk/"))
    page = words(author.get(f"/desk/catalogue/changes/{number}/"))
    assert re.search(r"站点知悉情况：1／\d+", page)


@pytest.mark.clause("CN39-四")
def test_the_check_is_live_and_names_each_breach_with_its_clause(author):
    number = started(author)
    answer = sent(
        author,
        number,
        "look",
        **{"limits.0.working_days": "30", "dropped_channels": ["counter"]},
    )
    assert answer.status_code == 200
    page = words(answer)
    assert "取消了上级的办理方式“现场办理”（CN39-四" in page
    assert "比上级长（CN39-四" in page
    assert 'href="#g-limits"' in answer.content.decode()
    assert Change.objects.get(number=number).version == 1
    refused = sent(author, number, "submit", **{"limits.0.working_days": "30"})
    assert refused.status_code == 422
    assert "有1处不符合要求" in words(refused)


def test_a_row_is_added_changed_and_dropped_on_the_form(author):
    number = started(author, subject="_places")
    place = {
        "places.0.name": "东大厅",
        "places.0.address": "示例路9号",
        "places.0.hours": "9:00-17:00",
        "places.0.phone": "12393",
    }
    phones = "咨询电话：12393\n监督电话:12345"
    sent(author, number, "save", **place, phones=phones)
    text = Change.objects.get(number=number).text
    assert "东大厅" in text
    assert "监督电话: '12345'" in text
    page = author.get(f"/desk/catalogue/changes/{number}/").content.decode()
    assert 'name="places.1.name"' in page
    sent(author, number, "save", **{"places.0.drop": "yes"}, phones=phones)
    assert "东大厅" not in Change.objects.get(number=number).text


def test_sent_back_the_words_stand_on_the_draft(author, second):
    number = started(author)
    sent(author, number, "submit", channels=["post"])
    assert "已退回修改" in words(sent(second, number, "send_back", words="写明地址"))
    assert "写明地址" in words(author.get(f"/desk/catalogue/changes/{number}/"))


def test_who_wrote_it_sees_no_button_to_publish_and_cannot(author):
    number = started(author)
    sent(author, number, "submit", channels=["post"])
    page = words(author.get(f"/desk/catalogue/changes/{number}/"))
    assert "须由另一位事项管理员复核" in page
    assert "退回修改的意见" not in page
    assert sent(author, number, "publish").status_code == 422
    assert not Publication.objects.exists()


def test_a_publication_is_withdrawn_before_its_day(author, second):
    number = started(author)
    sent(author, number, "submit", channels=["post"])
    sent(second, number, "publish")
    assert "请写明理由" in words(sent(second, number, "withdraw", words=""))
    assert "已在施行前撤回" in words(sent(second, number, "withdraw", words="地址有误"))
    assert "地址有误" in words(at_desk("town-helper").get("/desk/"))


def test_the_list_filters_by_state_and_words(author, second):
    number = started(author)
    drafts = words(author.get("/desk/catalogue/", {"state": "draft"}))
    assert "（1）" in drafts
    assert "打开变更" in drafts
    found = words(author.get("/desk/catalogue/", {"q": "门诊费用报销"}))
    assert "门诊费用报销" in found
    nothing = words(author.get("/desk/catalogue/", {"state": "scheduled"}))
    assert "没有符合条件的事项" in nothing
    sent(author, number, "discard")
    assert "没有符合条件的事项" in words(
        author.get("/desk/catalogue/", {"state": "draft"})
    )


def test_versions_from_files_and_publications_are_compared(author, second):
    number = started(author, subject="inpatient-reimbursement")
    sent(author, number, "submit", channels=["post", "kiosk"])
    sent(second, number, "publish")
    address = f"/desk/catalogue/in/{SHOUGUANG}/inpatient-reimbursement/"
    page = words(author.get(address))
    assert "现行" in page
    assert "钟立群提交复核，何静怡复核通过并发布" in page
    chosen = {"first": "2023-06-26", "second": "2023-07-01"}
    assert "急诊诊断材料" in words(author.get(address, chosen))


def test_another_county_is_neither_listed_nor_opened(author):
    page = author.get("/desk/catalogue/", {"in": "370705"})
    assert "寿光市（" in words(page)
    assert author.get(f"/desk/catalogue/in/370705/{ITEM}/").status_code == 404
    city = started(at_desk("cataloguer"), region="370700")
    assert author.get(f"/desk/catalogue/changes/{city}/").status_code == 404


def test_other_staff_have_no_business_here(clerk):
    assert clerk.get("/desk/catalogue/").status_code == 403
