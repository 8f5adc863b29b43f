"""What somebody who answers a short message wants: three tasks, or a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Task(StrEnum):
    """What a reply can do by itself."""

    PROGRESS = "progress"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


TASK_WORDS: Final[Mapping[Task, str]] = {
    Task.PROGRESS: "查进度",
    Task.CONFIRM: "确认收到",
    Task.WITHDRAW: "撤回申请",
}
REPLY_CHARACTERS_MAX: Final = 300
_CODE: Final = re.compile(r"[A-Za-z0-9]{4,12}")
_NOISE: Final = re.compile(r"[\s，。！？、,.!?；;:：【】\[\]“”\"']+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A task understood, with the query code when one was sent."""

    task: Task
    code: str = ""


def understand(text: str, words: Mapping[Task, tuple[str, ...]]) -> Asked | None:
    """Return the task a reply asks for; nothing when a person has to read it.

    A reply is one of the words, alone or with a query code behind it; any
    other sentence is not guessed at.
    """
    plain = _NOISE.sub("", text[:REPLY_CHARACTERS_MAX])
    for task, known in words.items():
        for word in known:
            rest = plain.removeprefix(word)
            if rest != plain and (not rest or _CODE.fullmatch(rest)):
                return Asked(task, rest.upper())
    return None
