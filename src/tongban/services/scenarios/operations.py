"""Runs scenario files in the demo region, in one transaction that is undone."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from tongban.core.cases.lifecycle import State
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, PledgeBar
from tongban.services.demo import roster
from tongban.services.demo.operations import load_demo
from tongban.services.demo.queries import OnlyInDemo
from tongban.services.scenarios.playing import Verdict, play_and_undo
from tongban.services.scenarios.reading import read_all


def run_scenarios(
    paths: Iterable[Path], *, now: datetime, told: Callable[[Verdict], None]
) -> tuple[Verdict, ...]:
    """Play every scenario of the files and return how each went.

    All files are read first. What the scenarios do is undone, the demo region
    too when it had to be loaded. ``told`` hears of each scenario as it ends.
    Refuses ``scenarios.faulty`` and, outside a demo, ``demo.only_in_demo``.
    """
    if not settings.TONGBAN_DEMO:
        raise OnlyInDemo
    scenarios = read_all(paths)
    verdicts = []
    with transaction.atomic():
        clear_stage(now)
        for scenario in scenarios:
            verdict = play_and_undo(scenario)
            told(verdict)
            verdicts.append(verdict)
        transaction.set_rollback(True)
    return tuple(verdicts)


def clear_stage(now: datetime) -> None:
    """Have the demo region at hand, its accounts free of what visitors left.

    Open cases of the demo accounts no longer count as the same application, and
    no false pledge bars them; both for this transaction only.
    """
    logins = [login.login_name for login in roster.logins()]
    accounts = Account.objects.filter(login_name__in=logins)
    if accounts.count() < len(logins):
        load_demo(now)
    parties = list(accounts.exclude(party=None).values_list("party_id", flat=True))
    Case.objects.exclude(state=State.CLOSED.value).filter(party_id__in=parties).update(
        duplicate_key=Concat(Value("beside-"), Cast(F("pk"), CharField()))
    )
    PledgeBar.objects.filter(party_id__in=parties, repaired_at=None).update(
        repaired_at=now
    )
