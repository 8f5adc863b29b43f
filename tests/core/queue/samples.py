"""Rules and tickets the tests of this folder share."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tongban.core.queue.calling import Waiting
from tongban.core.queue.rules import BusinessKind, QueueRules
from tongban.core.queue.tickets import Priority

NINE = datetime(2023, 9, 11, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
RULES = QueueRules(
    kinds=(
        BusinessKind("moving", "B", "转移和备案", frozenset({"transfer-in"})),
        BusinessKind("consult", "Z", "咨询", frozenset(), anonymous=True),
        BusinessKind("help", "H", "求助", frozenset(), anonymous=True, at_once=True),
    ),
    elder_age=70,
    priority_in_a_row_max=2,
    call_lock_seconds=10,
    skip_returns_after=3,
    skips_max=2,
    default_minutes=8,
    samples_min=3,
    round_to_minutes=5,
    skip_reasons={"absent": "未到窗口"},
    pause_reasons={"break": "休息"},
    no_application=frozenset({"local-card-settlement"}),
)


def waiting(
    row: int,
    *,
    minute: int | None = None,
    kind: str = "moving",
    priority: Priority = Priority.NONE,
    **more: object,
) -> Waiting:
    """A ticket taken in the order of its row, unless said otherwise."""
    since = NINE + timedelta(minutes=row if minute is None else minute)
    return Waiting(id=row, kind=kind, priority=priority, since=since, **more)
