"""Runs scenario files against the demo region, in a transaction that is undone."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tongban.services.demo.operations import load_demo
from tongban.services.scenarios.playing import Verdict, play_and_undo
from tongban.services.scenarios.reading import Scenario, read_scenarios


def run_scenarios(
    paths: Iterable[Path], *, now: datetime, told: Callable[[Verdict], None]
) -> tuple[Verdict, ...]:
    """Play every scenario of the files; what they did is undone at the end.

    The demo region is brought up first, inside the same transaction. Files are
    all read before the first scenario is played.
    """
    scenarios: list[Scenario] = []
    for path in paths:
        scenarios += read_scenarios(path)
    before, settings.TONGBAN_DEMO = settings.TONGBAN_DEMO, True
    verdicts = []
    try:
        with transaction.atomic():
            load_demo(now)
            for scenario in scenarios:
                verdict = play_and_undo(scenario)
                told(verdict)
                verdicts.append(verdict)
            transaction.set_rollback(True)
    finally:
        settings.TONGBAN_DEMO = before
    return tuple(verdicts)
