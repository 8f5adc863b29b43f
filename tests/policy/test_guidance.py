"""Guidance that leads nowhere, loses an item or misquotes is found when it is read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tongban.policy.guidance import load_guidance
from tongban.policy.guidance_checks import check_folder
from tongban.policy.places import load_places
from tongban.policy.reading import PolicyErrors

PUBLISHED = Path(__file__).resolve().parents[2] / "policy"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole folder to spoil."""
    folder = tmp_path_factory.mktemp("guidance") / "policy"
    shutil.copytree(PUBLISHED, folder)
    return folder


@pytest.fixture
def spoil(copied: Path):
    """Return a function that changes one file of the copy for one test."""
    kept: dict[Path, str] = {}

    def change(name: str, old: str, new: str) -> Path:
        path = copied / name
        text = kept.setdefault(path, path.read_text())
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return copied

    yield change
    for path, text in kept.items():
        path.write_text(text)


def sentences(read: Callable[[Path], object], folder: Path) -> str:
    with pytest.raises(PolicyErrors) as caught:
        read(folder)
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_the_published_guidance_stands():
    book = check_folder(PUBLISHED)
    assert len(book.words) == 28
    assert sum(map(len, book.words.values())) >= 150
    assert len(book.events) >= 14


LIFE, WORDS, ASKED = (
    f"guidance/{name}.yaml" for name in ("life", "words", "questions")
)


@pytest.mark.parametrize(
    ("case", "name", "old", "new", "sentence"),
    [
        (
            "words for an item that is not there",
            WORDS,
            "item: long-term-care",
            "item: no-such-item",
            "没有事项“no-such-item”",
        ),
        (
            "an item left without words",
            WORDS,
            "item: long-term-care",
            "item: no-such-item",
            "事项“长期护理保险待遇申请”的常用说法少于5个",
        ),
        (
            "a quotation nobody printed",
            ASKED,
            "quote: 次月底前完成费用拨付",
            "quote: 当月十五日前完成拨付",
            "没有这句原文",
        ),
        (
            "a question about an item that is not there",
            ASKED,
            "item: employer-registration",
            "item: no-such-item",
            "没有事项“no-such-item”",
        ),
        (
            "a step to an item that is not there",
            LIFE,
            "item: person-enquiry",
            "item: no-such-item",
            "没有事项“no-such-item”",
        ),
        (
            "an item nothing leads to",
            LIFE,
            "item: pharmacy-settlement",
            "item: hospital-settlement",
            "没有哪件事会引到事项“基本医疗保险定点零售药店费用结算”",
        ),
        (
            "an answer that is not offered",
            LIFE,
            "when: {stage: [details]}",
            "when: {stage: [never]}",
            "问题“stage”没有回答“never”",
        ),
        (
            "a situation the item does not know",
            LIFE,
            "situations: [newborn]",
            "situations: [twins]",
            "没有情形“twins”",
        ),
        (
            "an audience the item does not serve",
            LIFE,
            "as: pharmacy",
            "as: resident",
            "不对“resident”开放",
        ),
        (
            "a way to nothing without a word",
            LIFE,
            "    nothing: 公布的事项里，缴费补贴只针对居民医保。拿不准请打电话问。\n",
            "",
            "没有写怎么办（nothing）",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file(spoil, case, name, old, new, sentence):
    said = sentences(check_folder, spoil(name, old, new))
    assert sentence in said, case
    assert said.startswith(name), case


def test_a_step_without_an_audience_needs_the_scheme_asked(spoil):
    folder = spoil(LIFE, "        as: school\n", "")
    assert "没有写服务对象（as），也没有问“scheme”" in sentences(check_folder, folder)


def test_a_step_that_two_questions_exclude_is_told(spoil):
    folder = spoil(
        LIFE,
        "      - code: place\n        question: 在哪里上学？",
        "      - code: other\n        question: 在哪里上学？",
    )
    assert "问题“place”没有回答" in sentences(check_folder, folder)


def test_a_key_nobody_knows_is_refused(spoil):
    folder = spoil(WORDS, "mark:", "colour: red\nmark:")
    assert "不认识的键“colour”" in sentences(load_guidance, folder)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("'09:00-12:00'", "'12:00-09:00'", "的结束时间不晚于开始时间"),
        ("office: '370702'", "office: '370700'", "网点“370700”写了两次"),
        ("aids: [wheelchair", "aids: [helicopter", "不在允许的值之内"),
        (
            "    aids: [elder, parking]",
            "    opening: {workdays: ['10:00-09:00'], days_off: []}",
            "的结束时间不晚于开始时间",
        ),
    ],
)
def test_a_wrong_place_is_told(spoil, old, new, sentence):
    assert sentence in sentences(load_places, spoil("places/370700.yaml", old, new))


def test_an_office_may_have_hours_of_its_own(spoil):
    own = "    opening: {workdays: [], days_off: ['10:00-11:00']}"
    folder = spoil("places/370700.yaml", "    aids: [elder, parking]", own)
    details = load_places(folder)["370700"].details
    assert details["370724"].hours.workdays == ()
    assert details["370702"].hours.workdays != ()
