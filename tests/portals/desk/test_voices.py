"""What people say, on the desk: followed up, answered, sampled, asked."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.desk.staff import at_desk
from tests.services.cases.stage import CHINA
from tests.services.ratings.saying import (
    GOOD,
    closed_case,
    complained,
    corrected,
    login_of,
    rated,
    rated_by_code,
)

from tongban.records.ratings.models import (
    Correction,
    Rating,
    RatingSample,
    Survey,
    Voice,
)
from tongban.services.ratings.samples import draw_samples
from tongban.services.timekeeping.operations import set_clock

LATER = datetime(2023, 9, 26, 10, tzinfo=CHINA)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"
    b"\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00"
    b"\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(autouse=True)
def _later(db):
    set_clock(moment=LATER, set_by="tests")


def key_of(page: str) -> dict[str, str]:
    """The hidden fields of the first command on a page."""
    found = {}
    for name in ("key", "version"):
        match = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
        if match:
            found[name] = match.group(1)
    return found


def page_of(correction: Correction) -> str:
    return f"/desk/voices/corrections/{correction.pk}/"


def sent(client, url, **fields):
    page = client.get(url).content.decode()
    return client.post(url, {**key_of(page), **fields})


def test_a_bad_rating_is_followed_to_its_end():
    correction = corrected()
    worker = at_desk(login_of(correction.owner_id))
    url = page_of(correction)
    assert "要我回去开一份指南里没有的证明" in worker.get(url).content.decode()
    assert (
        sent(worker, url, do="call", reached="yes", words="已致歉并说明").status_code
        == 302
    )
    assert sent(worker, url, do="start").status_code == 302
    evidence = SimpleUploadedFile("整改.png", PNG, content_type="image/png")
    fixed = sent(
        worker,
        url,
        do="claim",
        deed="claim_fixed",
        words="已把这项材料从窗口清单里去掉",
        evidence=evidence,
    )
    assert fixed.status_code == 302
    assert "复核通过" not in worker.get(url).content.decode()
    supervisor = at_desk("supervisor")
    seen = supervisor.get(url).content.decode()
    assert "看证明材料" in seen
    file = correction.events.exclude(file_id=None).get().file_id
    shown = supervisor.get(f"{url}files/{file}/")
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert sent(supervisor, url, do="approve", words="").status_code == 302
    correction.refresh_from_db()
    assert correction.state == "fixed"
    assert "已整改" in supervisor.get("/desk/voices/?shelf=ended").content.decode()


def test_a_claim_sent_back_says_why():
    correction = corrected()
    worker = at_desk(login_of(correction.owner_id))
    url = page_of(correction)
    sent(worker, url, do="call", reached="yes", words="已联系说明")
    sent(worker, url, do="claim", deed="claim_invalid", words="评的不是我们这里")
    supervisor = at_desk("supervisor")
    refused = sent(supervisor, url, do="send_back", words="")
    assert refused.status_code == 409
    assert sent(supervisor, url, do="send_back", words="请附上证明").status_code == 302
    assert "请附上证明" in worker.get(url).content.decode()


def test_nothing_ends_before_the_call():
    correction = corrected()
    worker = at_desk(login_of(correction.owner_id))
    url = page_of(correction)
    assert "提交复核" not in worker.get(url).content.decode()
    sent(worker, url, do="claim", deed="claim_fixed", words="已整改到位了")
    answer = sent(at_desk("supervisor"), url, do="approve", words="")
    assert answer.status_code >= 400
    correction.refresh_from_db()
    assert correction.state != "fixed"


def test_whoever_was_rated_neither_sees_nor_works_on_it():
    correction = corrected()
    concerned = at_desk("clerk1")
    assert correction.owner_id not in correction.rating.concerned
    assert concerned.get(page_of(correction)).status_code in {403, 404, 409}
    assert str(correction.rating.case.number) not in (
        concerned.get("/desk/voices/").content.decode()
    )


def test_a_supervisor_gives_the_work_to_somebody():
    correction = corrected()
    supervisor, url = at_desk("supervisor"), page_of(correction)
    offered = supervisor.get(url).content.decode()
    assert "交办" in offered
    answer = sent(supervisor, url, do="assign", account="999999")
    assert answer.status_code >= 400
    page = supervisor.get(url).content.decode()
    chosen = page.split('<option value="')[1].split('"')[0]
    assert sent(supervisor, url, do="assign", account=chosen).status_code == 302
    correction.refresh_from_db()
    assert correction.owner_id == int(chosen)


def test_an_old_page_is_refused():
    correction = corrected()
    worker, url = at_desk(login_of(correction.owner_id)), page_of(correction)
    old = key_of(worker.get(url).content.decode())
    sent(worker, url, do="start")
    answer = worker.post(url, {**old, "do": "call", "reached": "no", "words": "没人接"})
    assert answer.status_code == 409


@pytest.mark.clause("SD20-18")
def test_a_complaint_is_noted_and_answered():
    number = complained().number
    voice = Voice.objects.get(number=number)
    worker = at_desk(login_of(voice.owner_id))
    assert number in worker.get("/desk/voices/said/").content.decode()
    assert number in worker.get("/desk/voices/said/?kind=complaint").content.decode()
    assert (
        number not in worker.get("/desk/voices/said/?kind=suggestion").content.decode()
    )
    url = f"/desk/voices/said/{voice.pk}/"
    assert "10000000011" in worker.get(url).content.decode()
    assert sent(worker, url, do="note", words="调取了监控和叫号记录").status_code == 302
    assert sent(worker, url, do="answer", words="").status_code == 409
    answered = sent(worker, url, do="answer", words="已增开窗口，并向您致歉")
    assert answered.status_code == 302
    voice.refresh_from_db()
    assert voice.state == "answered"
    assert "已增开窗口" in worker.get(url).content.decode()


def test_every_rating_of_a_month_is_listed_and_taken_away():
    case = closed_case()
    rated(case)
    rated_by_code(closed_case(), GOOD)
    supervisor = at_desk("supervisor")
    everything = supervisor.get("/desk/voices/ratings/?month=2023-09").content.decode()
    assert case.number in everything
    assert "共 2 条" in everything
    good = supervisor.get("/desk/voices/ratings/?month=2023-09&grade=satisfied")
    assert case.number not in good.content.decode()
    for asked in ("month=2023-08", "way=pad", "suspected=yes"):
        page = supervisor.get(f"/desk/voices/ratings/?month=2023-09&{asked}")
        assert "没有这样的评价" in page.content.decode()
    worst = supervisor.get("/desk/voices/ratings/?month=2023-09&order=worst")
    assert worst.content.decode().count(case.number) == 1
    answer = supervisor.get("/desk/voices/ratings/xlsx/?month=2023-09")
    texts = ZipFile(BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert case.number in texts
    assert "评价人选的五个等级之一" in texts
    assert "赵磊" not in texts


def test_a_sampled_rating_is_asked_about_once():
    rated_by_code(closed_case(), GOOD)
    assert Rating.objects.filter(bad=False).count() == 1
    draw_samples(date(2023, 9, 1), now=LATER)
    sample = RatingSample.objects.get()
    set_clock(moment=LATER.replace(month=10), set_by="tests")
    url = "/desk/voices/samples/"
    checker = at_desk(_supervisor_of(sample.office_path))
    assert "待抽查" in checker.get(url).content.decode()
    called = sent(checker, url, do="call", sample=str(sample.pk))
    assert called.status_code == 200
    assert sent(checker, url, do="check", sample=str(sample.pk)).status_code == 409
    done = sent(
        checker, url, do="check", sample=str(sample.pk), genuine="yes", words="属实"
    )
    assert done.status_code == 302
    sample.refresh_from_db()
    assert sample.genuine is True


def _supervisor_of(path: str) -> str:
    """The city's supervisor reaches every office below it."""
    assert path.startswith("/370000/370700/")
    return "supervisor"


def test_a_survey_is_written_sent_out_and_read():
    supervisor = at_desk("supervisor")
    written = {
        "title": "窗口服务问卷",
        "intro": "",
        "closed_first": "2023-09-01",
        "closed_last": "2023-09-25",
        "opens_on": "2023-09-26",
        "closes_on": "2023-10-10",
        "text.1": "跑了几趟？",
        "kind.1": "single",
        "options.1": "一趟\n两趟",
    }
    new = "/desk/voices/surveys/new/"
    faulty = sent(supervisor, new, do="save", **{**written, "options.1": "一趟"})
    assert faulty.status_code == 409
    assert "窗口服务问卷" in faulty.content.decode()
    assert sent(supervisor, new, do="save", **written).status_code == 302
    survey = Survey.objects.get()
    url = f"/desk/voices/surveys/{survey.pk}/"
    assert "两趟" in supervisor.get(url).content.decode()
    assert sent(supervisor, url, do="publish").status_code == 302
    shown = supervisor.get(url).content.decode()
    assert "收到 0 份" in shown
    assert "填写中" in supervisor.get("/desk/voices/surveys/").content.decode()
    set_clock(moment=LATER.replace(month=11), set_by="tests")
    assert "已截止" in supervisor.get("/desk/voices/surveys/").content.decode()


@pytest.mark.parametrize("shelf", ["open", "mine", "late", "review", "ended", "x"])
def test_every_shelf_opens_also_when_it_is_empty(shelf):
    page = at_desk("reviewer1").get(f"/desk/voices/?shelf={shelf}").content.decode()
    assert "这一栏没有差评" in page
