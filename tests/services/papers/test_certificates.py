"""Items 7 and 8 end with a certificate that says what the register says."""

import pytest
from tests.services.cases.stage import envelope
from tests.services.ledger.books import party_of
from tests.services.papers.stage import content

from tongban.core.items.catalogue import Audience
from tongban.core.json_values import Json
from tongban.core.money import yuan_text
from tongban.core.papers.content import PaperContent
from tongban.core.papers.kinds import PaperKind
from tongban.records.enrolment.models import ContributionMonth, Cover
from tongban.records.papers.models import Paper
from tongban.records.parties.models import Party
from tongban.services.access.scope import scoped
from tongban.services.cases.content import NewCase
from tongban.services.cases.intake import FormFaulty, finish_at_once, submit_case
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.papers import certificates

DAY = "2023-09-11"


SPAN = ("2023-01", "2023-09")


def looked_up(
    login: str,
    item: str,
    audience: Audience,
    subject: str,
    *,
    day: str = DAY,
    **asked: Json,
) -> str:
    """A look-up somebody asked for at the counter and had at once."""
    party = Party.objects.get(pk=party_of(login))
    person = item == "person-enquiry"
    about = (
        {"insured_name": party.name, "insured_id_number": party.identifier}
        if person
        else {"employer_name": party.name, "credit_code": party.identifier}
    )
    contact = {} if person else {"contact_name": "演示"}
    receipt = submit_case(
        envelope("clerk1", day),
        NewCase(
            item=item,
            audience=audience,
            party_id=party.pk,
            region=party.region,
            situations=("self",) if person else (),
            form={
                **about,
                **contact,
                "contact_phone": "10000000001",
                "subject": subject,
                "from_month": SPAN[0],
                "to_month": SPAN[1],
                **asked,
            },
            papers=("identity",) if person else ("employer-proof",),
        ),
    )
    number = str(receipt.number)
    if receipt.state != "closed":
        finish_at_once(envelope("clerk1", day), number=number)
    return number


@pytest.mark.clause("SD28-8", "SD28-指南一3.2")
@pytest.mark.parametrize(
    ("subject", "kind", "title"),
    [
        ("enrolment", PaperKind.COVER, "参保凭证"),
        ("contributions", PaperKind.CONTRIBUTIONS, "缴费证明"),
        ("account", PaperKind.RIGHTS, "个人权益记录"),
    ],
)
def test_a_person_gets_the_certificate_asked_for(subject, kind, title):
    load_demo_enrolment(envelope("clerk1", DAY).now)
    number = looked_up("wangjianguo", "person-enquiry", Audience.EMPLOYEE, subject)
    found = content(number, kind)
    party = Party.objects.get(pk=party_of("wangjianguo"))
    assert found.title == title
    assert found.addressee == party.name
    assert party.identifier not in found.text
    assert "查询码" not in dict(found.facts), "others read a certificate"
    assert dict(found.facts)["参保状态"] == "正常参保"
    tables = {table.heading for table in found.tables}
    assert ("历次参保" in tables) == (kind is not PaperKind.CONTRIBUTIONS)
    months = ContributionMonth.objects.filter(person_id=party.pk)
    latest = months.order_by("-month").first()
    if kind is not PaperKind.COVER:
        assert f"{latest.month.year}年{latest.month.month}月" in found.text


def test_the_second_wall_lets_the_window_certify():
    load_demo_enrolment(envelope("clerk1", DAY).now)
    with scoped(envelope("clerk1", DAY).actor):
        number = looked_up(
            "wangjianguo", "person-enquiry", Audience.EMPLOYEE, "account"
        )
        facts = dict(content(number, PaperKind.RIGHTS).facts)
    assert facts["参保状态"] == "正常参保"
    assert facts["个人账户余额"] == "没有个人账户"


def test_who_is_not_in_the_register_is_certified_just_that():
    number = looked_up("wangjianguo", "person-enquiry", Audience.EMPLOYEE, "enrolment")
    assert "没有参保登记" in content(number, PaperKind.COVER).paragraphs[0]


def test_a_look_up_of_benefits_has_no_certificate_yet():
    number = looked_up("wangjianguo", "person-enquiry", Audience.EMPLOYEE, "benefits")
    kinds = Paper.objects.filter(case__number=number).values_list("kind", flat=True)
    assert "completion" in kinds
    assert not {"cover", "contributions", "rights"} & set(kinds)


def months_in(found: PaperContent, heading: str) -> list[str]:
    return [
        row[0]
        for table in found.tables
        if table.heading == heading
        for row in table.rows
    ]


@pytest.mark.clause("SD28-8")
def test_the_months_certified_are_those_asked_for():
    load_demo_enrolment(envelope("clerk1", DAY).now)
    number = looked_up(
        "wangjianguo",
        "person-enquiry",
        Audience.EMPLOYEE,
        "contributions",
        from_month="2022-11",
        to_month="2023-02",
    )
    found = content(number, PaperKind.CONTRIBUTIONS)
    assert dict(found.facts)["查询期间"] == "2022年11月到2023年2月"
    assert months_in(found, "职工缴费") == [
        "2023年2月",
        "2023年1月",
        "2022年12月",
        "2022年11月",
    ]


def test_a_span_without_a_payment_is_certified_as_such():
    load_demo_enrolment(envelope("clerk1", DAY).now)
    number = looked_up(
        "wangjianguo",
        "person-enquiry",
        Audience.EMPLOYEE,
        "contributions",
        from_month="2001-01",
        to_month="2001-12",
    )
    found = content(number, PaperKind.CONTRIBUTIONS)
    assert found.tables == ()
    assert "没有缴费记录" in found.paragraphs[1]


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(FormFaulty) as caught:
        looked_up(
            "wangjianguo",
            "person-enquiry",
            Audience.EMPLOYEE,
            "enrolment",
            from_month="2023-09",
            to_month="2023-08",
        )
    assert "结束月份：不能早于开始月份" in str(caught.value.data)


def test_who_wants_no_certificate_gets_none():
    number = looked_up(
        "wangjianguo",
        "person-enquiry",
        Audience.EMPLOYEE,
        "enrolment",
        print_certificate=False,
    )
    assert not Paper.objects.filter(case__number=number, kind="cover").exists()


@pytest.mark.clause("SD28-7")
def test_an_employer_gets_a_certificate_of_its_staff():
    load_demo_enrolment(envelope("clerk1", DAY).now)
    number = looked_up(
        "hr-machinery", "employer-enquiry", Audience.EMPLOYER, "enrolment"
    )
    staff = Cover.objects.filter(
        employer_id=party_of("hr-machinery"), state="in_force"
    ).count()
    facts = dict(content(number, PaperKind.UNIT_COVER).facts)
    assert facts["在保职工"] == f"{staff}人"
    assert "单位状态" in facts


@pytest.mark.clause("SD28-7")
def test_an_employer_s_certificate_says_what_was_asked():
    load_demo_enrolment(envelope("clerk1", DAY).now)
    employer = party_of("hr-machinery")

    def asked(subject: str) -> PaperContent:
        number = looked_up(
            "hr-machinery",
            "employer-enquiry",
            Audience.EMPLOYER,
            subject,
            from_month="2023-03",
            to_month="2023-04",
        )
        return content(number, PaperKind.UNIT_COVER)

    bills = asked("contributions")
    april = ContributionMonth.objects.filter(
        employer_id=employer, month="2023-04-01", void=False
    )
    assert months_in(bills, "各月缴费") == ["2023年4月", "2023年3月"]
    total = sum(line.unit_fen for line in april)
    assert bills.tables[0].rows[0][1:3] == (str(april.count()), yuan_text(total))
    staff = asked("roster")
    names = months_in(staff, "参保人员名单")
    assert f"{len(names)}人" == dict(staff.facts)["在保职工"]
    people = Cover.objects.filter(employer_id=employer).values_list("person_id")
    for party in Party.objects.filter(pk__in=people):
        assert party.identifier not in staff.text


def test_a_roster_too_long_for_paper_is_not_cut_in_silence(monkeypatch):
    load_demo_enrolment(envelope("clerk1", DAY).now)
    monkeypatch.setattr(certificates, "ROSTER_ROWS_MAX", 1)
    number = looked_up("hr-machinery", "employer-enquiry", Audience.EMPLOYER, "roster")
    found = content(number, PaperKind.UNIT_COVER)
    assert found.tables == ()
    assert "超过1人" in found.paragraphs[1]


def test_an_employer_without_bills_in_the_span_is_told_so():
    load_demo_enrolment(envelope("clerk1", DAY).now)
    number = looked_up(
        "hr-machinery",
        "employer-enquiry",
        Audience.EMPLOYER,
        "contributions",
        from_month="2001-01",
        to_month="2001-02",
    )
    assert "没有缴费记录" in content(number, PaperKind.UNIT_COVER).paragraphs[1]
