"""Reads what leads people to an item: everyday words, life events, questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tongban.core.guidance.life import (
    LifeEvent,
    LifeOption,
    LifeQuestion,
    LifeStep,
)
from tongban.core.guidance.questions import AskedQuestion
from tongban.core.items.catalogue import Audience, ItemCode
from tongban.policy.reading import Document, PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "guidance"
Words = Mapping[ItemCode, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class GuidanceBook:
    """Everything the guidance files say, and the files for messages."""

    words: Words
    events: tuple[LifeEvent, ...]
    questions: tuple[AskedQuestion, ...]
    documents: Mapping[str, Document]


def load_guidance(folder: Path) -> GuidanceBook:
    """Return the guidance of a policy folder, not yet held against its items.

    Raises ``PolicyErrors`` with every mistake of form, its file and line.
    """
    documents = {name: _read(folder, name) for name in ("words", "life", "questions")}
    problems = tuple(
        problem
        for name, document in documents.items()
        for problem in find_schema_problems(document, f"guidance-{name}")
    )
    if problems:
        raise PolicyErrors(problems)
    said: Any = {name: document.data for name, document in documents.items()}
    return GuidanceBook(
        words={
            ItemCode(one["item"]): tuple(one["say"]) for one in said["words"]["words"]
        },
        events=tuple(_event(one) for one in said["life"]["events"]),
        questions=tuple(
            AskedQuestion(
                ItemCode(one["item"]), one["ask"], one["answer"], one["quote"]
            )
            for one in said["questions"]["questions"]
        ),
        documents=documents,
    )


def _read(folder: Path, name: str) -> Document:
    shown = f"{FOLDER}/{name}.yaml"
    return read_document(folder / shown, shown)


def _event(said: Mapping[str, Any]) -> LifeEvent:
    return LifeEvent(
        code=said["code"],
        door=said["door"],
        name=said["name"],
        hint=said["hint"],
        icon=said["icon"],
        questions=tuple(_question(one) for one in said["questions"]),
        steps=tuple(_step(one) for one in said["steps"]),
        nothing=said.get("nothing", ""),
    )


def _question(said: Mapping[str, Any]) -> LifeQuestion:
    return LifeQuestion(
        code=said["code"],
        question=said["question"],
        options=tuple(
            LifeOption(one["code"], one["name"], one.get("hint", ""))
            for one in said["options"]
        ),
    )


def _step(said: Mapping[str, Any]) -> LifeStep:
    return LifeStep(
        item=ItemCode(said["item"]),
        why=said["why"],
        audience=Audience(said["as"]) if "as" in said else None,
        when={name: tuple(codes) for name, codes in said.get("when", {}).items()},
        situations=tuple(said.get("situations", ())),
        facts=dict(said.get("facts", {})),
    )
