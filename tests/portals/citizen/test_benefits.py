"""看病能报多少: anybody may count a bill; nothing about a person is asked."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import words

GOOD = {
    "kind": "inpatient",
    "group": "active",
    "level": "tertiary",
    "place": "home",
    "scope": "10000",
    "outside": "",
    "stay": "1",
    "on": "2024-12-02",
}


def shown(**more: str) -> str:
    return words(Client().get("/benefits/", {**GOOD, **more}))


def test_the_form_is_offered_and_found_from_the_verbs():
    assert "看病能报多少" in words(Client().get("/benefits/"))
    assert "看病能报多少" in words(Client().get("/check/"))


def test_a_bill_is_counted_with_its_rules_and_marked_as_unverified():
    # Weifang 2024: (10 000 - 800) x 84 % = 7 728
    text = shown()
    assert "7,728.00" in text
    assert "2,272.00" in text
    assert "84%" in text
    assert "未核实" in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"scope": "一万"}, "医保目录内的费用"),
        ({"scope": "-1"}, "医保目录内的费用"),
        ({"scope": "1.234"}, "医保目录内的费用"),
        ({"stay": "0"}, "今年第几次住院"),
        ({"kind": "magic"}, "看病的类别"),
        ({"on": "2019-01-01"}, "没有规定这类待遇"),
    ],
)
def test_what_cannot_be_counted_is_said(more, said):
    text = shown(**more)
    assert said in text
    assert "谁付多少" not in text
