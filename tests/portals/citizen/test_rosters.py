"""A school at its rosters: template, upload, faults, confirmation, cases."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.citizen.visitors import hidden, signed_in, words
from tests.portals.desk.staff import at_desk, move_clock
from tests.services.rosters.school import DAY, pupils, table

from tongban.jobs.rosters import bring_forward, go_on_now
from tongban.records.enrolment.models import Cover
from tongban.records.rosters.models import Roster
from tongban.services.figures.export import XLSX_TYPE

PAGE = "/unit/rosters/"


@pytest.fixture
def school(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path / "files"
    move_clock(DAY)
    return signed_in("school-primary")


def uploaded(client, content, year="2027"):
    key = hidden(client.get(PAGE), "key")
    file = SimpleUploadedFile("名册.xlsx", content, content_type=XLSX_TYPE)
    return client.post(PAGE, {"key": key, "year": year, "file": file}, follow=True)


@pytest.mark.clause("SD28-指南二1.2")
def test_a_roster_from_template_to_cases(school):
    assert "还没有上传过" in words(school.get(PAGE))
    assert school.get(PAGE + "xlsx/").content.startswith(b"PK")
    rows = pupils(3)
    rows[1] = ("", *rows[1][1:])
    page = uploaded(school, table(rows))
    assert "正在核对" in words(page)
    assert "hx-get" in page.content.decode()
    bring_forward(0)
    address = f"{PAGE}{Roster.objects.get().code}/"
    checked = school.get(address)
    assert "核对通过的 2 名学生" in words(checked)
    assert "A3 姓名" in words(checked)
    assert "hx-get" not in checked.content.decode()
    assert school.get(address + "xlsx/")["Content-Type"] == XLSX_TYPE
    sent = {"key": hidden(checked, "key"), "do": "confirm"}
    assert "已经开始登记" in words(school.post(address, sent, follow=True))
    go_on_now()
    done = words(school.get(address))
    assert "登记完" in done
    assert Cover.objects.filter(state="in_force").count() == 2
    desk = at_desk("clerk1")
    assert "潍坊示例实验小学" in words(desk.get("/desk/rosters/"))
    told = words(desk.get(f"/desk/rosters/{Roster.objects.get().code}/"))
    assert "2 名学生" in told
    assert "示例学生" not in told
    assert "学生花名册" in words(school.get("/unit/"))


def test_what_cannot_be_taken_is_refused_on_the_form(school):
    key = hidden(school.get(PAGE), "key")
    assert "请选择填好的表格" in words(school.post(PAGE, {"key": key, "year": "2027"}))
    answer = uploaded(school, b"%PDF-1.4\n%%EOF\n")
    assert answer.status_code >= 400
    assert not Roster.objects.exists()


def test_a_roster_is_put_away_and_a_late_wish_is_refused(school):
    uploaded(school, table(pupils(1)))
    address = f"{PAGE}{Roster.objects.get().code}/"
    cancelled = school.post(address, {"key": "k", "do": "cancel"}, follow=True)
    assert "没有登记任何人" in words(cancelled)
    late = school.post(address, {"key": "l", "do": "confirm"}, follow=True)
    assert "不能这样做" in words(late)


def test_who_is_no_school_reads_so_and_citizens_find_no_page(school):
    unit = signed_in("hr-machinery")
    assert "只有学校可以上传" in words(unit.get(PAGE))
    assert "学生花名册" not in words(unit.get("/unit/"))
    assert signed_in("zhaolei").get(PAGE).status_code == 403
    assert unit.get(f"{PAGE}nosuchroster/").status_code == 404
