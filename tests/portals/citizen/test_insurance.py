"""我的参保: what the register says, in plain words, to the person and nobody else."""

import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from tests.portals.citizen.visitors import MONDAY, hidden, signed_in, words
from tests.services.ledger.books import party_of

from tongban.core.filings.kinds import FilingKind
from tongban.records.accounts.models import Account
from tongban.records.consents.models import WrongData
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    PremiumYear,
    Waiting,
)
from tongban.records.filings.models import Filing
from tongban.records.institutions.models import Institution
from tongban.records.papers.models import Paper
from tongban.records.settlement.models import DiseaseRight
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.demo.institutions import load_demo_institutions
from tongban.services.papers.asking import Range, span_of
from tongban.services.papers.queries import content_of_row

PAGE = "/my/insurance/"


def test_who_is_not_in_the_register_is_told_what_to_do(wangjianguo: Client):
    assert "没有查到参保登记" in words(wangjianguo.get(PAGE))


def test_cover_months_and_years_stand_in_plain_words(wangjianguo: Client):
    load_demo_enrolment(MONDAY)
    text = words(wangjianguo.get(PAGE))
    months = ContributionMonth.objects.filter(person_id=party_of("wangjianguo"))
    assert months.exists()
    years = {month.month.year for month in months}
    latest = words(wangjianguo.get(PAGE, {"year": str(max(years))}))
    assert "职工基本医疗保险" in text
    assert "正常参保" in text
    assert "缴费年限 职工医保累计" in text
    assert f"{max(years)}年" in latest
    first = months.order_by("month").first()
    earliest = words(wangjianguo.get(PAGE, {"year": str(min(years))}))
    assert f"{first.month.year}年{first.month.month}月" in earliest
    assert words(wangjianguo.get(PAGE, {"year": "1066"})) == text


def test_resident_years_show_both_tiers():
    zhangguilan = signed_in("zhangguilan")
    load_demo_enrolment(MONDAY)
    years = PremiumYear.objects.filter(person_id=party_of("zhangguilan"))
    assert years.exists()
    text = words(zhangguilan.get(PAGE))
    assert "居民缴费" in text
    assert f"{years.first().year}年" in text


def test_rights_and_filings_that_are_not_over_are_told_to_the_person_alone(
    wangjianguo: Client,
):
    load_demo_enrolment(MONDAY)
    assert "慢特病资格和备案" not in words(wangjianguo.get(PAGE))
    person_id = party_of("wangjianguo")
    now, over = (
        DateRange(date(2023, 9, 1), None),
        DateRange(date(2021, 1, 1), MONDAY.date()),
    )
    for code, days in (("M03900", now), ("M01600", over)):
        DiseaseRight.objects.create(
            person_id=person_id,
            code=code,
            name={"M03900": "高血压", "M01600": "糖尿病"}[code],
            in_force=days,
        )
    load_demo_institutions(MONDAY)
    for number, kind, name in (
        ("1", FilingKind.FIXED, "潍坊示例大药房奎文店"),
        ("2", FilingKind.CHRONIC, "冠心病"),
    ):
        Filing.objects.create(
            number=number,
            kind=kind.value,
            person_id=person_id,
            institution=Institution.objects.get(code="H37070500001"),
            scheme="employee",
            region="370705",
            in_force=now,
            name=name,
            message=number,
            filed_at=MONDAY,
        )
    text = words(wangjianguo.get(PAGE))
    assert "门诊慢特病资格 高血压" in text
    assert "定点备案 潍坊示例大药房奎文店" in text
    assert "潍坊示例市立医院办理" in text
    assert "糖尿病" not in text
    assert "冠心病" not in text
    assert "高血压" not in words(signed_in("zhangguilan").get(PAGE))


def test_a_wait_says_how_long_why_and_by_which_document():
    zhangguilan = signed_in("zhangguilan")
    load_demo_enrolment(MONDAY)
    Waiting.objects.create(
        person_id=party_of("zhangguilan"),
        cover=Cover.objects.filter(person_id=party_of("zhangguilan")).earliest("pk"),
        days=DateRange(date(2023, 9, 1), date(2024, 1, 1)),
        fixed_months=3,
        variable_months=2,
        bought_months=1,
        floor_months=0,
        missed_years=2,
    )
    text = words(zhangguilan.get(PAGE))
    assert "2023年9月1日到2023年12月31日，这段时间的费用不能报销" in text
    assert "固定等待3个月" in text
    assert "断保2年，再加2个月" in text
    assert "补缴以后减去1个月" in text
    assert "依据：国办发〔2024〕38号" in text


def test_nobody_reads_another_ones_register(wangjianguo: Client, zhaolei: Client):
    load_demo_enrolment(MONDAY)
    name = Account.objects.get(login_name="wangjianguo").party
    assert name is not None
    assert ContributionMonth.objects.filter(person_id=name.pk).exists()
    assert "职工缴费" not in words(zhaolei.get(PAGE))


def test_each_line_can_be_called_wrong_and_the_report_names_it():
    load_demo_enrolment(MONDAY)
    client = signed_in("wangjianguo")
    links = re.findall(
        r'href="(/my/insurance/wrong/[^"]+)"', client.get(PAGE).content.decode()
    )
    kinds = {link.split("/")[4].split("-")[0] for link in links}
    assert kinds == {"cover", "month"}
    link = next(one for one in links if "month-" in one)
    form = client.get(link)
    assert "登记的是" in words(form)
    sent = {"key": hidden(form, "key"), "right": "", "words": ""}
    assert "正确" in words(client.post(link, sent))
    answer = client.post(link, {**sent, "right": "这个月单位已经缴了"}, follow=True)
    assert "已经反映给经办机构" in words(answer)
    kept = WrongData.objects.get()
    assert kept.item == "employee-change"
    assert kept.label.endswith("缴费")
    assert "基数" in kept.held
    assert client.get("/my/insurance/wrong/month-1066-10/").status_code == 404


@pytest.mark.clause("SD28-8")
def test_a_certificate_is_issued_listed_and_fetched(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path
    load_demo_enrolment(MONDAY)
    client = signed_in("wangjianguo")
    page = client.get("/my/certificates/")
    assert "还没有开过证明" in words(page)
    sent = {"key": hidden(page, "key"), "subject": "contributions"}
    assert "期间" in words(client.post("/my/certificates/", sent))
    whole = {**sent, "months": "everything"}
    done = client.post("/my/certificates/", whole, follow=True)
    assert "缴费证明已经开具" in words(done)
    client.post("/my/certificates/", whole)
    paper = Paper.objects.get(kind="contributions")
    months = {row[0] for table in content_of_row(paper).tables for row in table.rows}
    everything = ContributionMonth.objects.filter(
        person_id=party_of("wangjianguo"), void=False
    )
    assert len(months) == everything.count()
    link = f"/my/cases/{paper.case.number}/papers/{paper.number}/"
    assert client.get(link)["Content-Type"] == "application/pdf"
    assert link in done.content.decode()


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        (Range.THIS_YEAR, date(2023, 1, 1), date(2023, 9, 11)),
        (Range.LAST_YEAR, date(2022, 1, 1), date(2022, 12, 1)),
        (Range.LATEST_YEAR, date(2022, 10, 1), date(2023, 9, 11)),
        (Range.EVERYTHING, date(2023, 1, 1), date(2023, 9, 11)),
    ],
)
def test_a_choice_of_months_is_a_span(choice, first, last):
    span = span_of(party_of("wangjianguo"), choice, today=date(2023, 9, 11))
    assert (span.first, span.last) == (first, last)


@pytest.mark.clause("SD28-7")
def test_a_unit_asks_for_its_own_certificate():
    load_demo_enrolment(MONDAY)
    client = signed_in("hr-machinery")
    page = client.get("/my/certificates/")
    assert "参保人员名单" in words(page)
    assert "开具证明" in words(client.get("/unit/staff/"))
    sent = {"key": hidden(page, "key"), "subject": "roster", "months": "this-year"}
    assert "单位参保证明已经开具" in words(
        client.post("/my/certificates/", sent, follow=True)
    )
