"""Understanding replies: the known words alone, or with a query code."""

import pytest
from tests.core.notices.samples import RULES

from tongban.core.notices.replies import (
    REPLY_CHARACTERS_MAX,
    TASK_WORDS,
    Task,
    understand,
)


@pytest.mark.parametrize(
    ("text", "task", "code"),
    [
        ("进度", Task.PROGRESS, ""),
        (" 进度。", Task.PROGRESS, ""),
        ("进度 483920", Task.PROGRESS, "483920"),
        ("查询ab12", Task.PROGRESS, "AB12"),
        ("确认！", Task.CONFIRM, ""),
        ("撤回：483920", Task.WITHDRAW, "483920"),
    ],
)
def test_a_word_alone_or_with_a_code_is_a_task(text, task, code):
    asked = understand(text, RULES.reply_words)
    assert asked is not None
    assert (asked.task, asked.code) == (task, code)


@pytest.mark.parametrize(
    "text",
    ["", "你好", "我要撤回", "进度怎么这么慢", "确认什么", "撤回123", "长" * 400],
)
def test_any_other_sentence_is_for_a_person(text):
    assert understand(text, RULES.reply_words) is None


def test_only_the_beginning_of_a_long_reply_is_read():
    text = "进度" + " " * REPLY_CHARACTERS_MAX + "乱写"
    assert understand(text, RULES.reply_words) is not None


def test_every_task_has_its_name():
    assert set(TASK_WORDS) == set(Task)
