"""``tongban scenario run``: play the stories policy officers write."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.conf import settings

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running

if TYPE_CHECKING:
    from tongban.services.scenarios.playing import Verdict

TEXT = "text"


@click.group(help="运行政策人员编写的场景。")
def scenario() -> None:
    """Hold the commands on scenarios."""


@scenario.command(help="运行场景文件或文件夹；全部符合预期时退出码为0，否则为1。")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="文件...",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([TEXT, "json"]),
    default=TEXT,
    help="结果的形式，默认是便于阅读的文字。",
)
@click.pass_context
def run(context: click.Context, files: tuple[Path, ...], form: str) -> None:
    """Play each scenario in a transaction that is undone, and report."""
    prepare_django()
    with database_running():
        verdicts = _played(tuple(_paths(files)), as_text=form == TEXT)
    failed = sum(not verdict.passed for verdict in verdicts)
    if form == TEXT:
        click.echo(f"共{len(verdicts)}个场景，{failed}个不符合预期。")
    else:
        plain = [_plain(verdict) for verdict in verdicts]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    if failed:
        context.exit(1)


def _paths(files: tuple[Path, ...]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        else:
            yield path


def _played(paths: tuple[Path, ...], *, as_text: bool) -> tuple["Verdict", ...]:
    from django.core.management import call_command  # noqa: PLC0415 - needs apps

    from tongban.core.refusals import Refusal  # noqa: PLC0415 - with the rest
    from tongban.services.messages.queries import (  # noqa: PLC0415 - needs apps
        sentence_of,
    )
    from tongban.services.scenarios.operations import (  # noqa: PLC0415 - needs apps
        run_scenarios,
    )
    from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - needs apps

    if settings.TONGBAN_DEMO:  # elsewhere the service refuses; leave tables alone
        call_command("migrate", interactive=False, verbosity=0)
    told = _tell if as_text else _keep_quiet
    try:
        return run_scenarios(paths, now=now(), told=told)
    except Refusal as refused:
        raise click.ClickException(sentence_of(refused)) from refused


def _tell(verdict: "Verdict") -> None:
    mark = "✓" if verdict.passed else "✗"
    clauses = "、".join(verdict.scenario.clauses)
    click.echo(f"{mark} {verdict.scenario.name}（{clauses}）")
    if verdict.words:
        click.echo(f"    {verdict.words}")


def _keep_quiet(verdict: "Verdict") -> None:
    del verdict


def _plain(verdict: "Verdict") -> dict[str, object]:
    found, step = verdict.scenario, verdict.step
    return {
        "file": found.file,
        "line": found.line if step is None else step.line,
        "name": found.name,
        "clauses": list(found.clauses),
        "passed": verdict.passed,
        "step": None if step is None else step.place,
        "differences": [
            {"key": each.key, "expected": each.expected, "found": each.found}
            for each in verdict.differences
        ],
    }
