"""A round that is cut short, and two rounds at one moment: nobody enrolled twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings as django_settings
from django.db import connection
from tests.region import LOADED_AT
from tests.services.cases.stage import envelope
from tests.services.rosters.school import DAY, SCHOOL, moment, pupils, sent, table

from tongban.core.rosters.template import RosterTemplate
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Cover
from tongban.records.rosters.models import RosterRow
from tongban.services.demo.operations import load_demo
from tongban.services.rosters import checking, enrolling
from tongban.services.rosters.intake import confirm_roster
from tongban.services.rosters.rounds import go_on
from tongban.services.rosters.templates import roster_template

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _stage(_staged, transactional_db, monkeypatch, settings, tmp_path):
    """The region anew for each test (threads commit), parts of two students."""
    monkeypatch.setattr(django_settings, "TONGBAN_DEMO", True)
    settings.TONGBAN_FILES = tmp_path / "files"
    load_demo(LOADED_AT)
    real = roster_template()
    small = RosterTemplate(real.columns, real.rows_max, 2, by_rule=real.by_rule)
    for module in (checking, enrolling):
        monkeypatch.setattr(module, "roster_template", lambda: small)


def ready(count: int) -> None:
    roster = sent(table(pupils(count)))
    confirm_roster(envelope(SCHOOL, DAY), code=roster.code)


def test_a_worker_cut_short_in_a_part_leaves_it_whole_for_the_next(monkeypatch):
    ready(5)
    settle, calls = enrolling._settle, []

    def cut_short(rows, case):
        calls.append(case.number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        settle(rows, case)

    monkeypatch.setattr(enrolling, "_settle", cut_short)
    with pytest.raises(KeyboardInterrupt):
        go_on(moment())
    assert RosterRow.objects.filter(state="sent").count() == 2
    assert Case.objects.filter(item="resident-registration").count() == 1
    assert Cover.objects.count() == 2
    go_on(moment())
    assert set(RosterRow.objects.values_list("state", flat=True)) == {"sent"}
    assert Cover.objects.count() == 5


def test_two_workers_at_one_moment_enrol_everybody_once():
    ready(6)
    barrier = Barrier(2)

    def work(_: int) -> None:
        try:
            barrier.wait()
            go_on(moment())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    go_on(moment())
    assert Cover.objects.count() == 6
    assert Case.objects.filter(item="resident-registration").count() == 3
    assert set(RosterRow.objects.values_list("state", flat=True)) == {"sent"}
