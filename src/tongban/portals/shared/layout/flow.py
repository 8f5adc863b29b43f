"""A guide's flow chart as rows: the main way down, and what branches off it.

The main way follows the first exit of every step. Every other exit becomes a
branch beside the row it leaves: a jump to a box already drawn, or boxes of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tongban.core.items.catalogue import FlowStep


@dataclass(frozen=True, slots=True)
class Branch:
    """Boxes beside the main way; ``then`` says where they lead in words."""

    label: str
    boxes: tuple[FlowStep, ...]
    then: str


@dataclass(frozen=True, slots=True)
class Row:
    """One box of the main way; ``down`` labels the arrow to the next one."""

    box: FlowStep
    branches: tuple[Branch, ...]
    down: str
    last: bool


def rows_of(flow: Sequence[FlowStep]) -> tuple[Row, ...]:
    """Return the rows of a flow chart from top to bottom; every step once."""
    if not flow:
        return ()
    steps = {step.code: step for step in flow}
    spine = _main_way(flow[0], steps)
    drawing = _Drawing(steps, drawn={step.code for step in spine})
    following = [*(step.code for step in spine[1:]), ""]
    return tuple(
        Row(
            box=step,
            branches=tuple(drawing.branches(step, below=below)),
            down=" / ".join(label for label, to in step.next if to == below and label),
            last=not below,
        )
        for step, below in zip(spine, following, strict=True)
    )


def _main_way(start: FlowStep, steps: Mapping[str, FlowStep]) -> list[FlowStep]:
    way = [start]
    while way[-1].next:
        following = steps[way[-1].next[0][1]]
        if following in way:
            break
        way.append(following)
    return way


class _Drawing:
    """Remembers which boxes are drawn, so that none is drawn twice."""

    def __init__(self, steps: Mapping[str, FlowStep], *, drawn: set[str]) -> None:
        self._steps = steps
        self._drawn = drawn

    def branches(self, step: FlowStep, *, below: str) -> Iterator[Branch]:
        for label, target in step.next:
            if target != below:
                yield from self._branch(label, target)

    def _branch(self, label: str, target: str) -> Iterator[Branch]:
        boxes: list[FlowStep] = []
        words, code = "", target
        while code not in self._drawn:
            self._drawn.add(code)
            boxes.append(self._steps[code])
            if not boxes[-1].next:
                yield Branch(label, tuple(boxes), "")
                return
            words, code = boxes[-1].next[0]
        yield Branch(label, tuple(boxes), self._arrival(words, code))
        for box in boxes:
            for exit_label, exit_to in box.next[1:]:
                yield from self._branch(f"{box.title}时{exit_label}", exit_to)

    def _arrival(self, words: str, code: str) -> str:
        goal = f"转到“{self._steps[code].title}”"
        return f"{words}，{goal}" if words else goal
