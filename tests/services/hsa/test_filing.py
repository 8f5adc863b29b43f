"""2501 to 2507, 5301, 5302, 5304: filings of institutions, and what stands of them."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.cases.stage import at
from tests.services.hsa.stage import (
    HOSPITAL,
    NUMBERS,
    PHARMACY,
    as_owner,
    ask,
    identifier_of,
    insure,
    keep,
    party_of,
)

from tongban.core.access.actor import SYSTEM
from tongban.core.benefits.vocabulary import Level
from tongban.core.cases.decisions.handling import Decision
from tongban.core.days import Period
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.hsa.envelope import Answer
from tongban.core.institutions.agreements import InstitutionKind
from tongban.core.items.catalogue import Channel
from tongban.records.away.models import AwayFiling
from tongban.records.cases.models import Case
from tongban.records.filings.models import Filing
from tongban.records.parties.models import Party
from tongban.records.register.models import RegisterEntry
from tongban.records.settlement.models import DiseaseRight, Visit
from tongban.services.cases.effects import undo
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.handling import finish_case, review_case
from tongban.services.cases.intake import accept_case
from tongban.services.hsa.people import person_number
from tongban.services.institutions.operations import InstitutionTerms

JINAN = "370102"
APPROVED = Decision(approved=True, amount_fen=0, words="", clause="SD28 14")


@pytest.fixture
def person() -> str:
    return person_number(insure("wangjianguo"))


def transfer(person: str, **more: str) -> dict[str, object]:
    said = {
        "psn_no": person,
        "insutype": "310",
        "tel": "10012345679",
        "diag_code": "I25.100",
        "diag_name": "冠心病",
        "reflin_medins_no": "H37010200001",
        "reflin_medins_name": "济南示例省立医院",
        "mdtrtarea_admdvs": JINAN,
        "refl_type": "2",
        "refl_date": "2023-09-22",
        "refl_rea": "本院不具备手术条件",
        "refl_opnn": "同意转院",
        **more,
    }
    return {"refmedin": said}


def recognition(person: str, **more: str) -> dict[str, object]:
    said = {
        "psn_no": person,
        "insutype": "310",
        "opsp_dise_code": "M03900",
        "opsp_dise_name": "高血压",
        "tel": "10012345679",
        "insu_optins": "370705",
        "ide_fixmedins_no": HOSPITAL,
        "ide_fixmedins_name": "潍坊示例市立医院",
        "hosp_ide_date": "2023-09-20",
        "diag_dr_codg": "D370705000001",
        "diag_dr_name": "钱医生",
        "begndate": "2023-09-22",
        **more,
    }
    return {"data": said}


def fixed(person: str, **more: str) -> dict[str, object]:
    said = {
        "psn_no": person,
        "biz_appy_type": "03",
        "begndate": "2023-09-22",
        "enddate": "2023-12-31",
        "fix_srt_no": "1",
        "fixmedins_code": HOSPITAL,
        "fixmedins_name": "潍坊示例市立医院",
        "memo": "首选",
        **more,
    }
    return {"data": said}


def number_in(given: Answer) -> str:
    assert given.code == 0, given.words
    return str(given.output["result"]["trt_dcla_detl_sn"])


def withdrawal(person: str, number: str) -> dict[str, object]:
    return {"data": {"trt_dcla_detl_sn": number, "psn_no": person, "memo": "录错"}}


def transfers(person: str, *, code: str = HOSPITAL) -> list[dict[str, object]]:
    said = {"psn_no": person, "begntime": "2023-09-01 00:00:00"}
    return ask("5304", {"data": said}, code=code).output["refmedin"]


def admission(person: str, code: str, day: str) -> str:
    """A visit that begins on a day, by its number."""
    said = {
        "psn_no": person,
        "insutype": "310",
        "begntime": f"{day} 10:00:00",
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "ipt_otp_no": f"J{next(NUMBERS)}",
        "dept_code": "A01",
        "dept_name": "内科",
        "caty": "A03",
    }
    given = ask("2201", {"data": said}, code=code)
    assert given.code == 0, given.words
    return str(given.output["data"]["mdtrt_id"])


def recognised(number: str) -> None:
    """Let the agency accept, approve and close an application."""
    for step in (
        lambda one: accept_case(one, number=number),
        lambda one: review_case(one, number=number, decision=APPROVED),
        lambda one: finish_case(one, number=number),
    ):
        key = f"agency-{next(NUMBERS)}"
        step(Envelope(SYSTEM, at("2023-09-22"), key, Channel.COUNTER))


@pytest.mark.clause("SD28-13")
@pytest.mark.clause("SD20-4")
def test_a_transfer_elsewhere_is_the_filing_of_the_counter(person):
    number = number_in(ask("2501", transfer(person, enddate="2023-12-31")))
    with as_owner():
        case = Case.objects.get(number=number)
        entry = RegisterEntry.objects.get(case=case)
    assert (case.item, case.state, case.outcome) == (
        "temporary-travel-filing",
        "closed",
        "granted",
    )
    assert case.channel == "provider"
    with as_owner():
        first = case.events.get(seq=1)
    assert (first.office, first.actor_name) == (HOSPITAL, "潍坊示例市立医院")
    assert entry.in_force.lower == date(2023, 9, 22)
    assert entry.fields["referring_hospital"] == "潍坊示例市立医院"
    assert entry.fields["end_on"] == "2023-12-31"
    (row,) = transfers(person, code=PHARMACY)
    assert (row["reflin_medins_name"], row["out_flag"]) == ("济南示例省立医院", "1")
    assert (row["refl_date"], row["enddate"]) == ("2023-09-22", "2023-12-31")
    assert row["refl_rea"] == "本院不具备手术条件"
    again = ask("2501", transfer(person))
    assert again.code == -1
    assert number in again.words


def test_a_transfer_is_given_back_and_its_register_entry_with_it(person):
    number = number_in(ask("2501", transfer(person)))
    for _ in range(2):
        assert ask("2502", withdrawal(person, number)).code == 0
    with as_owner():
        case = Case.objects.get(number=number)
        assert RegisterEntry.objects.get(case=case).reversed_at is not None
        assert case.messages.last().template == "case.decision_reversed.asked"
    assert transfers(person) == []
    assert number_in(ask("2501", transfer(person))) != number


def test_only_who_filed_withdraws_and_only_the_same_kind(person):
    number = number_in(ask("2501", transfer(person)))
    assert ask("2502", withdrawal(person, number), code=PHARMACY).code == -1
    wrong = ask("2506", withdrawal(person, number))
    assert "trt_dcla_detl_sn" in wrong.words
    assert len(transfers(person)) == 1


def test_a_transfer_within_the_city_stands_by_itself(person):
    said = transfer(
        person,
        refl_type="1",
        reflin_medins_no=HOSPITAL,
        mdtrtarea_admdvs="370702",
        hosp_agre_refl_flag="1",
    )
    number = number_in(ask("2501", said))
    with as_owner():
        assert not Case.objects.filter(number=number).exists()
    (row,) = transfers(person)
    assert (row["out_flag"], row["hosp_agre_refl_flag"]) == ("0", "1")
    assert ask("2502", withdrawal(person, number)).code == 0
    assert transfers(person) == []


def test_care_in_another_city_has_the_temporary_rate_filed_or_not(person):
    jinan = "H37010200001"
    with as_owner():
        keep(
            InstitutionTerms(
                code=jinan,
                name="济南示例省立医院",
                kind=InstitutionKind.HOSPITAL,
                level=Level.TERTIARY,
                region=JINAN,
                agreement=Period(date(2020, 1, 1), None),
            )
        )
    stays = []
    for first in ("", "2023-09-22"):
        if first:
            filed = transfer(person, refl_date=first, enddate="2023-09-23")
            number_in(ask("2501", filed))
        stays += [admission(person, jinan, day) for day in ("2023-09-22", "2023-09-24")]
    with as_owner():
        places = Visit.objects.order_by("pk").values_list("place", flat=True)
        assert set(places) == {"temporary"}
        filing = AwayFiling.objects.get()
    assert filing.in_force == DateRange(date(2023, 9, 22), date(2023, 9, 24))
    assert len(set(stays)) == len(places)


def test_without_the_hospitals_consent_the_person_goes_by_choice(person):
    number = number_in(ask("2501", transfer(person, hosp_agre_refl_flag="0")))
    with as_owner():
        entry = RegisterEntry.objects.get(case__number=number)
    assert "referring_hospital" not in entry.fields


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"refl_type": "3"}, "应填2"),
        ({"refl_type": "7"}, "refl_type"),
        ({"enddate": "2023-09-01"}, "enddate"),
        ({"insutype": "390"}, "险种"),
        ({"tel": "0536-1"}, "联系电话"),
        (
            {"refl_type": "1", "mdtrtarea_admdvs": "370702"},
            "H37010200001",
        ),
    ],
)
def test_what_a_transfer_is_refused_for(person, more, words):
    given = ask("2501", transfer(person, **more))
    assert (given.code, Filing.objects.count()) == (-1, 0)
    assert words in given.words


def test_nobody_without_cover_is_filed_for():
    with as_owner():
        person = person_number(party_of("wangjianguo"))
    for infno, said in (
        ("2501", transfer(person)),
        ("2503", recognition(person)),
        ("2505", fixed(person)),
    ):
        assert "参保关系" in ask(infno, said).words


@pytest.mark.clause("SD28-14")
@pytest.mark.clause("CN39-八")
def test_a_chronic_disease_is_reviewed_and_then_a_right(person):
    number = number_in(ask("2503", recognition(person)))
    asked = {"data": {"psn_no": person}}
    assert ask("5301", asked).output["feedetail"] == []
    again = ask("2503", recognition(person))
    assert (again.code, number in again.words) == (-1, True)
    with as_owner():
        case = Case.objects.get(number=number)
        assert (case.item, case.channel) == ("chronic-disease-recognition", "provider")
        assert not DiseaseRight.objects.exists()
        recognised(number)
        right = DiseaseRight.objects.get()
        assert (right.code, right.case.number) == ("M03900", number)
    (row,) = ask("5301", asked).output["feedetail"]
    assert (row["opsp_dise_name"], row["enddate"]) == ("高血压", "")
    assert row["begndate"] == f"{right.in_force.lower}"
    late = ask("2504", withdrawal(person, number))
    assert (late.code, "作出决定" in late.words) == (-1, True)
    held = ask("2503", recognition(person, begndate=f"{right.in_force.lower}"))
    assert "已有" in held.words


def test_what_the_agency_took_back_is_filed_and_withdrawn_as_if_never_granted(person):
    number = number_in(ask("2501", transfer(person)))
    with as_owner():
        undo(Case.objects.get(number=number), at=at("2023-09-22"))
    assert transfers(person) == []
    anew = number_in(ask("2501", transfer(person)))
    assert ask("2502", withdrawal(person, number)).code == 0
    (row,) = transfers(person)
    assert row["begndate"] == "2023-09-22"
    assert anew != number


def test_an_application_is_withdrawn_before_the_review(person):
    number = number_in(ask("2503", recognition(person, opsp_dise_code="M01234")))
    with as_owner():
        form = Case.objects.get(number=number).forms.get().content
        assert (form["disease"], form["disease_other"]) == ("other", "高血压")
    assert ask("2504", withdrawal(person, number)).code == 0
    with as_owner():
        assert Case.objects.get(number=number).outcome == "withdrawn"
    assert number_in(ask("2503", recognition(person))) != number


def test_fixed_providers_by_business_and_rank(person):
    number = number_in(ask("2505", fixed(person)))
    assert ask("2505", fixed(person, fixmedins_code=PHARMACY)).code == -1
    number_in(ask("2505", fixed(person, fix_srt_no="2", fixmedins_code=PHARMACY)))
    asked = {"data": {"psn_no": person, "biz_appy_type": "03"}}
    first, second = ask("5302", asked, code=PHARMACY).output["psnfixmedin"]
    assert (first["fixmedins_code"], first["memo"]) == (HOSPITAL, "首选")
    assert (first["insutype"], first["enddate"]) == ("310", "2023-12-31")
    assert (second["fix_srt_no"], second["fixmedins_code"]) == ("2", PHARMACY)
    other = {"data": {"psn_no": person, "biz_appy_type": "01"}}
    assert ask("5302", other).output["psnfixmedin"] == []
    assert ask("2506", withdrawal(person, number)).code == 0
    (left,) = ask("5302", asked).output["psnfixmedin"]
    assert left["fix_srt_no"] == "2"


def test_an_accident_is_filed_for_whom_its_papers_name(person):
    with as_owner():
        found = Party.objects.get(pk=party_of("wangjianguo"))
    said = {
        "dcla_souc": "01",
        "psn_no": person,
        "psn_cert_type": "01",
        "certno": identifier_of(found.pk),
        "psn_name": found.name,
        "insu_admdvs": "370705",
        "chk_pay_flag": "1",
        "begndate": "2023-09-21",
        "trum_time": "2023-09-20",
        "trum_rea": "骑车摔伤",
    }
    number = number_in(ask("2507", {"data": said}))
    with as_owner():
        row = Filing.objects.get(number=number)
    assert (row.kind, row.code, row.name) == ("accident", "2023-09-20", "骑车摔伤")
    assert "一个人" in ask("2507", {"data": {**said, "psn_name": "别人"}}).words
    assert ask("2507", {"data": said}).code == -1


def test_rights_to_come_are_told_and_past_ones_are_not(person):
    with as_owner():
        for code, days in (
            ("M01600", DateRange(date(2023, 1, 1), date(2023, 9, 22))),
            ("M03900", DateRange(date(2023, 10, 1), date(2024, 1, 1))),
        ):
            DiseaseRight.objects.create(
                person_id=party_of("wangjianguo"), code=code, name=code, in_force=days
            )
    (row,) = ask("5301", {"data": {"psn_no": person}}).output["feedetail"]
    assert (row["opsp_dise_code"], row["enddate"]) == ("M03900", "2023-12-31")


def test_a_resident_applies_as_one():
    person = person_number(insure("wangjianguo", PersonKind.ADULT))
    number = number_in(ask("2503", recognition(person, insutype="390")))
    with as_owner():
        assert Case.objects.get(number=number).audience == "resident"
