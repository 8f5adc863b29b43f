"""The desk's list of what shared facts propose, and the form for a feed."""

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.citizen.visitors import MONDAY, words
from tests.portals.desk.staff import at_desk
from tests.services.enrolment.people import party_of
from tests.services.matching.feeds import SOURCE, table

from tongban.gateways.sheets import read_rows
from tongban.records.matching.models import Proposal
from tongban.services.demo.enrolment import load_demo_enrolment

LIST = "/desk/matching/"
FEED = "/desk/matching/feed/"


def sent(client, *rows):
    file = SimpleUploadedFile("feed.xlsx", table(rows))
    data = {"kind": "deaths", "source": SOURCE, "table": file, "key": "f"}
    return client.post(FEED, data)


def told():
    load_demo_enrolment(MONDAY)
    person = party_of("wangjianguo")
    row = (person.name, person.identifier, f"{MONDAY:%Y-%m-%d}")
    return sent(at_desk("supervisor"), row, ("", "12", "昨天"))


def test_a_supervisor_takes_a_feed_and_sees_each_faulty_cell():
    text = words(told())
    assert "新收到" in text
    assert "B3" in text
    assert "公民身份号码不对" in text
    assert Proposal.objects.count() == 1


def test_a_clerk_rejects_with_a_reason_and_the_list_says_so():
    told()
    client, one = at_desk("clerk1"), Proposal.objects.get()
    page = words(client.get(LIST))
    assert SOURCE in page
    assert "终止参保" in page
    post = {"proposal": one.pk, "decision": "reject", "version": 1, "key": "r"}
    assert client.post(LIST, {**post, "words": ""}).status_code >= 400
    done = client.post(LIST, {**post, "words": "数据有误"}, follow=True)
    assert "没有这样的比对结果" in words(done)
    assert "数据有误" in words(client.get(f"{LIST}?state=rejected&kind=deaths"))


def test_a_clerk_accepts_and_gets_the_number_of_the_case():
    told()
    post = {"proposal": Proposal.objects.get().pk, "decision": "accept", "key": "a"}
    client = at_desk("clerk1")
    done = client.post(LIST, {**post, "version": 1}, follow=True)
    case = Proposal.objects.get().case
    assert case is not None
    assert case.number in words(done)
    assert client.post(LIST, {**post, "version": 9}).status_code >= 400


def test_only_a_supervisor_opens_the_form_and_an_empty_one_is_refused():
    assert at_desk("clerk1").get(FEED).status_code == 403
    client = at_desk("supervisor")
    assert client.get(FEED).status_code == 200
    refused = client.post(FEED, {"kind": "deaths", "source": SOURCE, "key": "e"})
    assert refused.status_code >= 400


def test_faulty_rows_are_downloaded_as_a_table_and_none_is_taken_in():
    file = SimpleUploadedFile(
        "feed.csv", "姓名,公民身份号码,发生日期\n甲,12,昨天".encode()
    )
    data = {"kind": "deaths", "source": "", "table": file, "key": "f", "act": "check"}
    answer = at_desk("supervisor").post(FEED, data)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"PK")
    assert not Proposal.objects.exists()


def test_the_list_is_exported_as_it_is_narrowed_with_names_masked(tmp_path):
    told()
    client, path = at_desk("clerk1"), tmp_path / "list.xlsx"
    assert "list.xlsx?state=open" in client.get(LIST).content.decode()
    path.write_bytes(client.get(f"{LIST}list.xlsx?state=open&kind=deaths").content)
    heading, row = (one.cells for one in read_rows(path, rows_max=50))
    shown = dict(zip(heading, row, strict=False))
    assert (shown["姓名"], shown["来源"]) == ("王**", SOURCE)
    assert (shown["建议办理"], shown["表格行号"]) == ("终止参保", "2")
    path.write_bytes(client.get(f"{LIST}list.xlsx?state=rejected").content)
    assert len(list(read_rows(path, rows_max=50))) == 1


def test_alike_ones_are_chosen_and_done_together():
    load_demo_enrolment(MONDAY)
    rows = [
        (one.name, one.identifier, f"{MONDAY:%Y-%m-%d}")
        for one in (party_of("wangjianguo"), party_of("zhangguilan"))
    ]
    sent(at_desk("supervisor"), *rows)
    client = at_desk("clerk1")
    assert "一起办理本页" in words(client.get(LIST))
    chosen = list(Proposal.objects.values_list("pk", flat=True))
    post = {"decision": "accept-alike", "chosen": chosen, "key": "all"}
    assert "办好 2 条" in words(client.post(LIST, post))
    assert client.post(LIST, {**post, "chosen": []}).status_code >= 400


def test_what_has_no_case_is_taken_back_on_the_list():
    load_demo_enrolment(MONDAY)
    person = party_of("zhaolei")
    content = table(
        [(person.name, person.identifier, "低保对象", "认定", f"{MONDAY:%Y-%m-%d}")],
        heading=("姓名", "公民身份号码", "身份类别", "认定或退出", "日期"),
    )
    file = SimpleUploadedFile("feed.xlsx", content)
    data = {"kind": "identities", "source": SOURCE, "table": file, "key": "f"}
    assert "新收到" in words(at_desk("supervisor").post(FEED, data))
    client, one = at_desk("clerk1"), Proposal.objects.get(movement="join")
    post = {"proposal": one.pk, "decision": "accept", "key": "a", "version": 1}
    assert "已经办理" in words(client.post(LIST, post, follow=True))
    accepted = f"{LIST}?state=accepted&kind=identities"
    assert "撤销，恢复原状" in words(client.get(accepted))
    post = {**post, "decision": "take-back", "key": "t", "version": 2, "words": "误报"}
    assert "已经撤销" in words(client.post(accepted, post, follow=True))
    assert "误报" in words(client.get(f"{LIST}?state=taken_back"))


def test_the_report_says_what_the_data_of_a_month_was_used_for(tmp_path):
    told()
    client, path = at_desk("supervisor"), tmp_path / "report.xlsx"
    page = client.get(f"{LIST}report/")
    assert SOURCE in words(page)
    assert "核实死亡" in words(page)
    path.write_bytes(client.get(f"{LIST}report.xlsx").content)
    heading, row = (one.cells for one in read_rows(path, rows_max=50))
    shown = dict(zip(heading, row, strict=False))
    assert (shown["行数"], shown["留存"], shown["有问题"]) == ("2", "1", "1")
    assert "没有收到部门数据" in words(client.get(f"{LIST}report/?month=2021-02"))
    assert "下一月" not in words(client.get(f"{LIST}report/?month=2099-01"))


def test_a_list_too_long_is_not_exported(monkeypatch):
    told()
    monkeypatch.setattr("tongban.services.matching.report.ROWS_MAX", 0)
    answer = at_desk("clerk1").get(f"{LIST}list.xlsx", follow=True)
    assert "最多导出0条" in words(answer)
