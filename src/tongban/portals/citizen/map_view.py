"""A map drawn from our own data: marks, names and a scale, no tiles from anybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tongban.core.access.offices import OfficeKind
from tongban.core.guidance.drawing import Box, Name, around, spread, write
from tongban.core.guidance.points import Canvas, Position, canvas_for
from tongban.services.guidance.places import Point

WIDTH: Final = 640
HEIGHT_MIN: Final = 300
MARGIN_PERCENT: Final = 14
REACH: Final = 13
SMALL_REACH: Final = 4
SIGN_WIDTH: Final = 22
LINE_HEIGHT: Final = 26
MARKED_MAX: Final = 9
SCALE_METRES: Final = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
SCALE_SHARE: Final = 5
BRACKETS: Final = "（演示）"
# What stands before the name proper in an office's name is enough on a map.
SHORT_ENDS: Final = (
    "政务服务大厅医保窗口",
    "便民服务中心医保窗口",
    "便民服务站",
    "医保工作站",
    "医疗保险事业中心",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered mark; ``spot_…`` is the true place when the mark moved aside."""

    number: int
    name: str
    across: int
    down: int
    spot_across: int
    spot_down: int

    @property
    def is_moved(self) -> bool:
        """Whether a line leads from the mark to the true place."""
        return (self.across, self.down) != (self.spot_across, self.spot_down)

    @property
    def text_down(self) -> int:
        """Where the number's base line lies."""
        return self.down + SMALL_REACH + 1


@dataclass(frozen=True, slots=True)
class Label:
    """A name written on the map."""

    text: str
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A place without a number."""

    across: int
    down: int


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything the drawing shows, in its own units."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    here: Dot | None
    scale_across: int
    scale_words: str

    @property
    def scale_down(self) -> int:
        """Where the scale lies."""
        return self.height - LINE_HEIGHT

    @property
    def scale_text_down(self) -> int:
        """Where the words of the scale lie."""
        return self.height - LINE_HEIGHT - SMALL_REACH * 2

    @property
    def words(self) -> str:
        """What somebody hears who cannot see the drawing."""
        named = "、".join(f"{mark.number} {mark.name}" for mark in self.marks)
        return f"示意图，上北下南，标出{named}。地址和时间见列表。"


def map_of(points: Iterable[Point], *, centre: Position | None) -> MapView | None:
    """Return the map of the first places; nothing when none has a position."""
    placed = [(point, point.position) for point in points if point.position]
    if not placed:
        return None
    marked = placed[:MARKED_MAX] if centre else _halls(placed)
    middle = (centre,) if centre else ()
    canvas = canvas_for(
        (*(position for _, position in marked), *middle),
        width=WIDTH,
        margin=MARGIN_PERCENT,
    )
    height = max(canvas.height, HEIGHT_MIN)
    sink = (height - canvas.height) // 2
    return _drawn([point for point, _ in marked], canvas, (sink, height), centre)


def short_name(name: str) -> str:
    """Return an office's name as it fits on a map."""
    short = name.replace(BRACKETS, "")
    for end in SHORT_ENDS:
        short = short.removesuffix(end)
    return short or name


def _halls(
    placed: Sequence[tuple[Point, Position]],
) -> Sequence[tuple[Point, Position]]:
    """Return the offices of the agency itself; where there are none, all."""
    own = {OfficeKind.BUREAU, OfficeKind.HALL}
    found = [(point, position) for point, position in placed if point.kind in own]
    return found if len(found) > 1 else placed[:MARKED_MAX]


def _drawn(
    points: Sequence[Point],
    canvas: Canvas,
    frame: tuple[int, int],
    centre: Position | None,
) -> MapView:
    sink, height = frame
    room = Box(0, 0, canvas.width, height - LINE_HEIGHT)
    spots = [_sunk(canvas, point.position, sink) for point in points if point.position]
    places = spread(spots, reach=REACH, room=room)
    here = _sunk(canvas, centre, sink) if centre else None
    marks = tuple(
        Mark(number, short_name(point.name), *place, *spot)
        for number, (point, place, spot) in enumerate(
            zip(points, places, spots, strict=True), 1
        )
    )
    scale, words = _scale(canvas)
    return MapView(
        width=canvas.width,
        height=height,
        marks=marks,
        dots=tuple(
            Dot(*spot) for spot, mark in zip(spots, marks, strict=True) if mark.is_moved
        ),
        labels=_labels(marks, room, here),
        here=Dot(*here) if here else None,
        scale_across=scale,
        scale_words=words,
    )


def _sunk(canvas: Canvas, position: Position, sink: int) -> tuple[int, int]:
    across, down = canvas.place(position)
    return across, down + sink


def _labels(
    marks: Sequence[Mark], room: Box, here: tuple[int, int] | None
) -> tuple[Label, ...]:
    taken = [around((mark.across, mark.down), REACH) for mark in marks]
    if here:
        taken.append(around(here, REACH))
    names = (
        Name(mark.name, (mark.across, mark.down), SIGN_WIDTH * len(mark.name))
        for mark in marks
    )
    written = write(names, reach=REACH, height=LINE_HEIGHT, taken=taken, room=room)
    return tuple(
        Label(text, across, down - SMALL_REACH) for text, (across, down) in written
    )


def _scale(canvas: Canvas) -> tuple[int, str]:
    wide = canvas.metres_wide // SCALE_SHARE
    metres = max(
        (step for step in SCALE_METRES if step <= wide), default=SCALE_METRES[0]
    )
    words = f"{metres // 1_000} 公里" if metres >= SCALE_METRES[1] else f"{metres} 米"
    return canvas.units(metres), words
