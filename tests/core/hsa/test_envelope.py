"""The envelope is read as clients write it, and answered as printed."""

from datetime import datetime, timezone
from decimal import Decimal

import pytest

from tongban.core.hsa.envelope import (
    Answer,
    EnvelopeFaulty,
    answer_text,
    opened,
    read_envelope,
    reference_of,
    shortened,
    stamp_of,
)
from tongban.core.hsa.json_text import json_text

AT = datetime(2026, 1, 31, 0, 30, 0, 123_000, tzinfo=timezone.utc)  # noqa: UP017 - plain


def body(**more: object) -> str:
    return json_text({"infno": "1101", "msgid": "m1", "input": {"data": {}}, **more})


def test_a_message_says_who_sends_what():
    found = read_envelope(body(fixmedins_code="H1", opter=12, inf_time=Decimal("1.5")))
    assert (found.infno, found.msgid, found.institution) == ("1101", "m1", "H1")
    assert (found.fields["opter"], found.fields["inf_time"]) == ("12", "1.5")
    assert opened(found) == {"data": {}}
    assert not found.elsewhere


@pytest.mark.parametrize(
    ("insured", "here", "elsewhere"),
    [("370700", "370705", False), ("370100", "370705", True), ("", "370705", False)],
)
def test_somebody_of_another_city_is_from_elsewhere(insured, here, elsewhere):
    found = read_envelope(body(insuplc_admdvs=insured, mdtrtarea_admvs=here))
    assert found.elsewhere is elsewhere


def test_the_input_may_be_text_nothing_or_left_to_the_address():
    assert opened(read_envelope(body(input='{"data": {"a": 1}}'))) == {"data": {"a": 1}}
    assert opened(read_envelope(body(input="null"))) == {}
    named = read_envelope('{"msgid": "m"}', infno="9001")
    assert (named.infno, named.fields["enc_type"]) == ("9001", "")
    assert read_envelope(body(encType="SM4")).fields["enc_type"] == "SM4"


def test_everything_wrong_is_told_at_once():
    with pytest.raises(EnvelopeFaulty) as no:
        read_envelope(
            body(infno="1101", msgid="", opter=["x"], sign_no="9" * 31, input=[1]),
            infno="9001",
        )
    words = str(no.value.data["words"])
    for said in (
        "opter应当是文字",
        "sign_no最多30个字",
        "地址是交易9001",
        "没有填写msgid",
        "input应当是一组节点",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("text", "words"), [("{", "不是正确的JSON"), ("[]", "应当是一个JSON对象")]
)
def test_what_is_no_object_is_refused(text, words):
    with pytest.raises(EnvelopeFaulty) as no:
        read_envelope(text)
    assert words in str(no.value.data["words"])


def test_an_answer_has_its_ids_and_times():
    fields = Answer(0, "r", "a", "b", output={"x": 1}).fields
    assert (fields["infcode"], fields["output"]) == (0, {"x": 1})
    assert reference_of("3707", AT, 10**10 + 7) == "370700202601310830000000000007"
    assert stamp_of(AT) == "20260131083000123"
    assert (len(shortened("长" * 300)), shortened("短")) == (200, "短")


def test_an_answer_is_written_around_an_output_that_is_text_already():
    answer = Answer(0, "r", "a", "b", words="好", output={"x": 1})
    assert answer_text(answer, '{"x":1}') == json_text(answer.fields)
