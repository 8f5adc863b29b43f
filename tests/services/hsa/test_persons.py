"""1101: a person by paper, card or code, as the register knows them."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.cases.stage import at, envelope
from tests.services.credentials.wallet import shown_by
from tests.services.hsa.stage import (
    DAY,
    HOSPITAL,
    PHARMACY,
    as_owner,
    ask,
    body,
    identifier_of,
    insure,
    line,
    party_of,
    sign_in,
    told,
)

from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.records.enrolment.models import SpecialGroup
from tongban.records.hsa.models import Message
from tongban.records.parties.models import Party
from tongban.services.credentials.operations import activate
from tongban.services.hsa.people import party_of_number, person_number
from tongban.services.hsa.refusals import PersonNotFound
from tongban.services.hsa.scope import serving


def by_paper(number: str, **more: str) -> dict[str, object]:
    return {"data": {"mdtrt_cert_type": "02", "mdtrt_cert_no": number, **more}}


@pytest.fixture
def wang() -> str:
    """The number of a man an employer insures."""
    return identifier_of(insure("wangjianguo", employer="hr-machinery"))


def test_a_person_by_the_number_of_the_paper(wang):
    given = ask("1101", by_paper(wang))
    assert given.code == 0, given.words
    base = given.output["baseinfo"]
    assert party_of_number(base["psn_no"])
    assert (base["certno"], base["psn_cert_type"]) == (wang, "01")
    assert (base["psn_name"], base["gend"], base["brdy"]) == (
        "王建国",
        "1",
        "1984-06-17",
    )
    assert str(base["age"]) == "39.0"
    (cover,) = given.output["insuinfo"]
    assert (cover["insutype"], cover["psn_type"], cover["psn_insu_stas"]) == (
        "310",
        "11",
        "1",
    )
    assert cover["insuplc_admdvs"] == "370705"
    assert "示例" in cover["emp_name"]
    assert str(cover["balc"]) == "0.00"
    assert cover["paus_insu_date"] == ""
    assert given.output["idetinfo"] == []


def test_the_message_notes_whose_data_it_opened(wang):
    ask("1101", by_paper(wang), msgid="m1")
    with serving(line()):
        noted = Message.objects.get(msgid="m1").person_id
    with as_owner():
        assert noted == party_of("wangjianguo")


def test_nobody_else_is_visible_and_afterwards_nobody(wang):
    ask("1101", by_paper(wang))
    with serving(line()):
        assert {row.kind for row in Party.objects.all()} == {"institution"}
    assert Party.objects.count() == 0


def test_a_name_that_does_not_fit_and_a_number_nobody_has_say_the_same(wang):
    wrong = ask("1101", by_paper(wang, psn_name="王建"))
    nobody = ask("1101", by_paper("990001199001010011"))
    assert wrong.words == nobody.words
    assert wrong.code == nobody.code == -1
    assert ask("1101", by_paper(wang, psn_name="王建国")).code == 0


def test_people_from_elsewhere_need_name_and_paper(wang):
    given = ask("1101", by_paper(wang), insuplc_admdvs="110101")
    assert given.code == -1
    for field in ("psn_cert_type", "certno", "psn_name"):
        assert field in given.words


def test_a_card_goes_with_the_paper(wang):
    card = {"mdtrt_cert_type": "03", "mdtrt_cert_no": "A123", "card_sn": "1"}
    assert ask("1101", {"data": {**card, "certno": wang}}).code == 0
    assert ask("1101", {"data": card}).code == -1


def test_another_way_to_show_oneself_is_named():
    said = {"data": {"mdtrt_cert_type": "77", "mdtrt_cert_no": "A1"}}
    assert "03社会保障卡" in ask("1101", said).words


def test_cover_that_ended_is_told_when_there_is_none_today():
    number = identifier_of(
        insure(
            "zhaolei",
            PersonKind.ADULT,
            start=date(2022, 1, 1),
            end=date(2023, 1, 1),
            state=CoverState.IN_FORCE,
        )
    )
    (cover,) = ask("1101", by_paper(number)).output["insuinfo"]
    assert (cover["insutype"], cover["psn_insu_stas"]) == ("390", "4")
    assert cover["paus_insu_date"] == "2022-12-31"
    past = ask("1101", by_paper(number, begntime="2022-05-01 08:00:00"))
    assert past.output["insuinfo"][0]["psn_insu_date"] == "2022-01-01"
    before = ask("1101", by_paper(number, begntime="2021-05-01 08:00:00"))
    assert before.output["insuinfo"] == []


def test_groups_are_told_by_the_national_codes(wang):
    with as_owner():
        for code in ("low-income", "foreigner"):
            SpecialGroup.objects.create(
                person_id=party_of("wangjianguo"),
                code=code,
                source="民政局",
                in_force=DateRange(date(2023, 1, 1), date(2024, 1, 1)),
            )
    (group,) = ask("1101", by_paper(wang)).output["idetinfo"]
    assert group["psn_idet_type"] == "2303"
    assert group["endtime"] == "2023-12-31 23:59:59"


def test_a_code_is_taken_by_one_institution_and_read_there_again():
    with as_owner():
        activate(envelope("clerk1", DAY), party_id=party_of("zhaolei"))
        code = shown_by("zhaolei", sent=envelope("zhaolei", DAY)).text
    said = {"data": {"mdtrt_cert_type": "01", "mdtrt_cert_no": code}}
    first, again = ask("1101", said), ask("1101", said)
    assert first.code == 0, first.words
    assert first.output == again.output
    assert first.output["baseinfo"]["psn_name"] == "赵磊"
    assert ask("1101", said, code=PHARMACY).code == 0
    late = told(
        body("1101", said, sign_no=sign_in()), code=HOSPITAL, moment=at(DAY, 11)
    )
    assert late.code == -1
    other = {"data": {"mdtrt_cert_type": "01", "mdtrt_cert_no": f"{code}x"}}
    assert ask("1101", other).code == -1


def test_the_same_message_with_a_code_gets_the_first_answer():
    with as_owner():
        activate(envelope("clerk1", DAY), party_id=party_of("zhaolei"))
        code = shown_by("zhaolei", sent=envelope("zhaolei", DAY)).text
    said = {"data": {"mdtrt_cert_type": "01", "mdtrt_cert_no": code}}
    text = body("1101", said, sign_no=sign_in())
    assert told(text) == told(text)


@pytest.mark.parametrize("number", ["", "1", "x" * 20, "0" * 20, "٣" * 20])
def test_a_made_up_person_number_is_nobodys(number):
    with pytest.raises(PersonNotFound):
        party_of_number(number)


def test_a_person_number_cannot_be_changed_into_anothers():
    number = person_number(12)
    assert party_of_number(number) == 12
    other = f"{13:012d}{number[12:]}"
    with pytest.raises(PersonNotFound):
        party_of_number(other)
