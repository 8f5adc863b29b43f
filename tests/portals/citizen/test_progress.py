"""Progress without signing in."""

import pytest
from django.test import Client
from tests.portals.citizen.test_wizard import FILLED, claim, filing, submit
from tests.portals.citizen.visitors import words

from tongban.records.cases.models import Case

pytestmark = pytest.mark.usefixtures("insured_people")


@pytest.fixture
def case(zhaolei: Client) -> Case:
    """A claim handed in without its papers."""
    draft = claim(zhaolei)
    zhaolei.post(draft + "materials/", {"incomplete": "yes"})
    submit(zhaolei, draft)
    return Case.objects.get()


def asked(number: str, code: str):
    return Client().post("/progress/", {"number": number, "code": code})


def test_number_and_code_show_stage_office_and_phone(case):
    text = words(asked(case.number, case.query_code))

    assert "等待受理" in text
    assert case.office.name in text
    assert "受理后告知" in text


def test_a_finished_case_shows_the_day_it_was_finished(wangjianguo):
    draft = filing(wangjianguo)
    wangjianguo.post(draft + "form/", FILLED)
    submit(wangjianguo, draft)
    case = Case.objects.get()

    text = words(asked(case.number, case.query_code))

    assert "办结时间 2023年9月11日 10:00" in text
    assert "已经办完" in text


def test_spaces_typed_into_the_number_do_not_matter(case):
    spaced = f" {case.number[:6]} {case.number[6:]} "

    assert asked(spaced, case.query_code).status_code == 200


def test_no_personal_data_is_shown(case):
    text = words(asked(case.number, case.query_code))

    assert "赵" not in text
    assert "990001197801250075" not in text
    assert "北京示例医院" not in text


def test_a_wrong_code_tells_nothing_about_the_case(case):
    wrong = "000000" if case.query_code != "000000" else "000001"
    answer = asked(case.number, wrong)
    text = words(answer)

    assert answer.status_code == 422
    assert "办件编号和查询码不一致" in text
    assert "住院费用报销" not in text[text.index("凭编号查进度 不用登录") :]


def test_an_unknown_number_gives_the_same_answer_as_a_wrong_code(case):
    unknown = words(asked("3707002023091199999999", "123456"))

    assert "办件编号和查询码不一致" in unknown


def test_the_code_is_never_taken_from_an_address(case):
    address = f"/progress/?number={case.number}&code={case.query_code}"

    assert case.office.name not in words(Client().get(address))


def test_empty_fields_are_told():
    text = words(asked("", ""))

    assert "还有 2 处需要改一下" in text
