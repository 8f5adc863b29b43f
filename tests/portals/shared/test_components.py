"""Filters and small components of every page."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tongban.portals.shared.layout.parts import TONE_ICONS, Chip, Tone
from tongban.portals.shared.templatetags.components import day, moment, weekday, yuan


def drawn(source: str, **known: object) -> str:
    known.setdefault("request", RequestFactory().get("/my/?stage=closed&page=2"))
    return Template("{% load components %}" + source).render(Context(known))


def test_days_and_moments_are_written_the_chinese_way_by_china_s_clock():
    late = datetime(2023, 9, 22, 16, 5, tzinfo=UTC)

    assert day(date(2023, 9, 2)) == "2023年9月2日"
    assert day(None) == ""
    assert day(datetime(2023, 9, 1, 22, tzinfo=UTC)) == "2023年9月2日"
    assert weekday(date(2023, 9, 24)) == "星期日"
    assert moment(late) == "2023年9月23日 00:05"


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "0.00"), (1, "0.01"), (99, "0.99"), (123450, "1,234.50"), (-105, "-1.05")],
)
def test_fen_are_written_as_yuan_with_two_places(fen, words):
    assert yuan(fen) == words


@pytest.mark.parametrize("tone", list(Tone))
def test_a_chip_never_speaks_by_colour_alone(tone):
    page = drawn("{% chip value %}", value=Chip("待补正", tone))

    assert "待补正" in page
    assert "<svg" in page
    assert tone.value in page
    assert TONE_ICONS[tone]


def test_bad_news_is_read_out_at_once_and_good_news_politely():
    assert 'role="alert"' in drawn('{% message_box "bad" "不行" %}')
    assert 'role="status"' in drawn('{% message_box "success" "好了" %}')


def test_the_pager_keeps_the_rest_of_the_query():
    page = drawn("{% pager 2 3 %}")

    assert 'href="?stage=closed&amp;page=1"' in page
    assert 'href="?stage=closed&amp;page=3"' in page


def test_one_page_needs_no_pager():
    assert "上一页" not in drawn("{% pager 1 1 %}")


def test_the_first_page_has_nothing_before_it():
    page = drawn("{% pager 1 2 %}")

    assert "上一页" not in page
    assert "下一页" in page
