"""Everyday words find the item they are nearest to."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.items.catalogue import ItemCode
from tongban.core.items.phrases import (
    FULL,
    Phrase,
    PhraseIndex,
    Said,
    features_of,
    spelled,
)

CARE, BIRTH = ItemCode("long-term-care"), ItemCode("childbirth-payment")
HOSPITAL = ItemCode("inpatient-reimbursement")


def said(text: str, sounds: str = "") -> Said:
    return Said(text, tuple(sounds.split()) or tuple(text))


PHRASES = (
    Phrase(said("老人卧床不起", "lao ren wo chuang bu qi"), CARE),
    Phrase(said("生孩子报销", "sheng hai zi bao xiao"), BIRTH),
    Phrase(said("住院报销", "zhu yuan bao xiao"), HOSPITAL),
    Phrase(said("住院的钱", "zhu yuan de qian"), HOSPITAL),
)
INDEX = PhraseIndex((*PHRASES, *map(spelled, PHRASES)))


def best(asked: Said) -> ItemCode | None:
    scores = INDEX.scores(asked)
    return max(scores, key=lambda code: scores[code], default=None)


def test_a_phrase_itself_is_found_in_full():
    assert INDEX.scores(said("老人卧床不起", "lao ren wo chuang bu qi"))[CARE] == FULL


def test_a_question_around_a_phrase_finds_it():
    asked = said("我家老人卧床", "wo jia lao ren wo chuang")
    assert best(asked) == CARE


def test_the_rare_part_decides_not_the_frequent_one():
    asked = said("生孩子怎么报销", "sheng hai zi zen me bao xiao")
    scores = INDEX.scores(asked)
    assert scores[BIRTH] > scores[HOSPITAL] > 0


def test_what_sounds_alike_counts_though_it_is_written_with_other_signs():
    assert best(said("住元报消", "zhu yuan bao xiao")) == HOSPITAL


def test_latin_letters_are_read_as_pinyin_with_a_slip_forgiven():
    assert best(said("zhuyuanbaoxioa")) == HOSPITAL


def test_words_that_only_ask_count_for_nothing():
    assert features_of(said("怎么样呢", "zen me yang ne")) == {}
    assert INDEX.scores(said("怎么样呢", "zen me yang ne")) == {}


def test_nothing_in_common_finds_nothing():
    assert INDEX.scores(said("钓鱼", "diao yu")) == {}
    assert PhraseIndex(()).scores(said("住院", "zhu yuan")) == {}


def test_signs_without_a_latin_sound_are_left_out_of_the_spelling():
    phrase = Phrase(Said("（零星）", ("（", "ling", "xing", "）")), HOSPITAL)
    assert spelled(phrase).said.text == "lingxing"


def test_a_second_phrase_of_the_item_adds_a_little():
    alone = PhraseIndex(PHRASES[:3]).scores(said("住院", "zhu yuan"))[HOSPITAL]
    both = PhraseIndex(PHRASES).scores(said("住院", "zhu yuan"))[HOSPITAL]
    assert both != alone


@given(st.text(alphabet="老人住院生孩子报销的钱ab1 ", max_size=40))
def test_a_score_lies_between_nothing_and_full(text):
    scores = INDEX.scores(Said(text, tuple(text)))
    assert all(0 <= score <= FULL for score in scores.values())
