"""Every queue that gets a job has a worker that takes it."""

import re

import pytest
from procrastinate.contrib.django import app
from tests.architecture.repository import ROOT

from tongban.config.up import worker_command

QUEUES_OPTION = re.compile(r"(?:--queues|-q)[= ](\S+)")


def _served(command: str) -> set[str] | None:
    """The queues a worker command takes; None means all of them."""
    found = QUEUES_OPTION.search(command)
    return None if found is None else set(found.group(1).split(","))


def _missing(commands: list[str]) -> set[str]:
    queues = {task.queue for task in app.tasks.values()}
    for command in commands:
        served = _served(command)
        if served is None:
            return set()
        queues -= served
    return queues


@pytest.fixture(autouse=True, scope="module")
def _load_tasks() -> None:
    """Import the modules of tasks, as a worker does when it starts."""
    app.perform_import_paths()


def test_there_are_tasks_to_serve():
    ours = [name for name in app.tasks if name.startswith("tongban.")]
    assert ours


def test_make_run_serves_every_queue():
    assert _missing([" ".join(worker_command())]) == set()


def test_the_deployment_guide_serves_every_queue():
    guide = (ROOT / "docs/how-to/deploy.md").read_text()
    commands = [line for line in guide.splitlines() if "procrastinate worker" in line]
    assert commands
    assert _missing(commands) == set()
