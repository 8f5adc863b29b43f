"""A run leaves the database as it was, and minds nothing a visitor left there."""

from pathlib import Path

import pytest
from django.conf import settings
from tests.services.cases.stage import at

from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, PledgeBar
from tongban.services.demo.operations import load_demo
from tongban.services.demo.queries import OnlyInDemo
from tongban.services.scenarios.operations import run_scenarios
from tongban.services.scenarios.playing import Verdict, play
from tongban.services.scenarios.reading import read_scenarios

pytestmark = pytest.mark.django_db

NOW = at("2026-11-22")
STORY = """\
- 名称: 试
  条款: [SD28-4]
  步骤:
    - {时间: 2023-07-18 10:00, 谁: clerk1, 做: 申请, 事项: "4", 申请人: hr-machinery,
       应当: {并入: false, 状态: 办理中}}
- 名称: 再试
  条款: [SD28-9]
  步骤:
    - {时间: 2023-09-11 9:00, 谁: clerk1, 做: 申请, 事项: "9", 申请人: limin,
       情形: [参保人死亡], 承诺: [死亡医学证明], 应当: {状态: 办理中}}
"""


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two stories, in a demo."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    path = tmp_path / "story.yaml"
    path.write_text(STORY, "utf-8")
    return path


def run(path: Path) -> list[str]:
    told: list[Verdict] = []
    verdicts = run_scenarios((path,), now=NOW, told=told.append)
    assert list(verdicts) == told
    return [verdict.words for verdict in verdicts]


def test_an_empty_site_gets_the_demo_region_for_the_run_only(story: Path) -> None:
    assert run(story) == ["", ""]
    assert not Account.objects.exists()
    assert not Case.objects.exists()


def test_open_cases_and_bars_of_visitors_stand_aside_and_stay(story: Path) -> None:
    load_demo(NOW)
    assert play(read_scenarios(story)[0]).passed
    (before,) = Case.objects.all()
    person = Account.objects.get(login_name="limin").party
    PledgeBar.objects.create(party=person, case=before, since=NOW)
    assert run(story) == ["", ""]
    assert list(Case.objects.values_list("pk", "duplicate_key")) == [
        (before.pk, before.duplicate_key)
    ]
    assert PledgeBar.objects.get().repaired_at is None


def test_a_site_that_is_no_demo_refuses(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TONGBAN_DEMO", False)
    with pytest.raises(OnlyInDemo):
        run(story)
    assert not Account.objects.exists()
