"""我的参保: what the register says, in plain words, to the person and nobody else."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from tests.portals.citizen.visitors import MONDAY, signed_in, words
from tests.services.ledger.books import party_of

from tongban.records.accounts.models import Account
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    PremiumYear,
    Waiting,
)
from tongban.services.demo.enrolment import load_demo_enrolment

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
