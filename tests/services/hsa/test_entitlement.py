"""2001: the fund pays or it does not, and says why."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.hsa.stage import HOSPITAL, as_owner, ask, insure

from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.records.enrolment.models import Cover, Waiting
from tongban.services.hsa.people import person_number


def asked(party_id: int, insutype: str = "310", day: str = "2023-09-22") -> dict:
    given = ask(
        "2001",
        {
            "data": {
                "psn_no": person_number(party_id),
                "insutype": insutype,
                "fixmedins_code": HOSPITAL,
                "med_type": "11",
                "begntime": f"{day} 00:00:00",
            }
        },
    )
    assert given.code == 0, given.words
    (row,) = given.output["trtinfo"]
    return row


def test_somebody_covered_is_paid_for():
    row = asked(insure("wangjianguo"))
    assert (row["trt_enjymnt_flag"], row["fund_pay_type"]) == ("1", "310100")
    assert (row["trt_chk_rslt"], row["begndate"]) == ("", "2023-09-22")


@pytest.mark.parametrize(
    ("day", "flag"), [("2019-12-31", "0"), ("2020-01-01", "1"), ("2023-12-31", "1")]
)
def test_the_first_and_the_last_day_count(day, flag):
    party_id = insure("wangjianguo", end=date(2024, 1, 1))
    row = asked(party_id, day=day)
    assert row["trt_enjymnt_flag"] == flag
    assert row["enddate"] == ("2023-12-31" if flag == "1" else "")


def test_another_scheme_and_a_pause_are_told_apart():
    party_id = insure("wangjianguo")
    other = asked(party_id, "390")
    assert (other["trt_enjymnt_flag"], other["fund_pay_type"]) == ("0", "390100")
    assert "另一个险种" in other["trt_chk_rslt"]
    unknown = asked(party_id, "999")
    assert unknown["fund_pay_type"] == ""


def test_an_interrupted_cover_holds_its_own_days_and_pauses_afterwards():
    paused = insure(
        "zhaolei",
        PersonKind.ADULT,
        end=date(2023, 9, 1),
        state=CoverState.INTERRUPTED,
    )
    assert asked(paused, "390", "2023-08-31")["trt_enjymnt_flag"] == "1"
    after = asked(paused, "390", "2023-09-22")
    assert (after["trt_enjymnt_flag"], after["enddate"]) == ("0", "")
    assert "暂停" in after["trt_chk_rslt"]
    assert "没有这个险种" in asked(paused, "390", "2019-12-31")["trt_chk_rslt"]


@pytest.mark.parametrize(
    ("end", "words"), [(date(2023, 12, 1), "从2023-12-01起支付"), (None, "等待期")]
)
def test_a_wait_is_named_with_its_end(end, words):
    party_id = insure("wangjianguo")
    with as_owner():
        Waiting.objects.create(
            person_id=party_id,
            days=DateRange(date(2023, 9, 1), end),
            cover=Cover.objects.get(person_id=party_id),
            fixed_months=3,
            variable_months=0,
            bought_months=0,
            floor_months=0,
            missed_years=0,
        )
    row = asked(party_id)
    assert row["trt_enjymnt_flag"] == "0"
    assert words in row["trt_chk_rslt"]
    assert row["enddate"] == ("2023-11-30" if end else "")


def test_a_number_of_nobody_is_refused():
    given = ask("2001", {"data": {"psn_no": "1" * 20}})
    assert given.code == -1
