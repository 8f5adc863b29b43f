"""``tongban scenario run``: play the stories policy officers write."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running

if TYPE_CHECKING:
    from tongban.services.scenarios.playing import Verdict


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
    type=click.Choice(["text", "json"]),
    default="text",
    help="结果的形式，默认是便于阅读的文字。",
)
@click.pass_context
def run(context: click.Context, files: tuple[Path, ...], form: str) -> None:
    """Play each scenario in a transaction that is undone, and report."""
    prepare_django()
    with database_running():
        from django.core.management import call_command  # noqa: PLC0415 - needs apps

        from tongban.core.refusals import Refusal  # noqa: PLC0415 - with the rest
        from tongban.gateways.clock import real_now  # noqa: PLC0415 - needs settings
        from tongban.services.messages.queries import sentence_of  # noqa: PLC0415
        from tongban.services.scenarios.operations import run_scenarios  # noqa: PLC0415

        call_command("migrate", interactive=False, verbosity=0)
        told = _tell if form == "text" else _keep_quiet
        try:
            verdicts = run_scenarios(_paths(files), now=real_now(), told=told)
        except Refusal as refused:
            raise click.ClickException(sentence_of(refused)) from refused
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if form == "json":
        click.echo(json.dumps([_plain(each) for each in verdicts], ensure_ascii=False))
    else:
        click.echo(f"共{len(verdicts)}个场景，{len(failed)}个不符合预期。")
    if failed:
        context.exit(1)


def _paths(files: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in files:
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return found


def _tell(verdict: "Verdict") -> None:
    mark = "✓" if verdict.passed else "✗"
    click.echo(
        f"{mark} {verdict.scenario.name}（{'、'.join(verdict.scenario.clauses)}）"
    )
    for words in verdict.words:
        click.echo(f"    {verdict.scenario.file} 第{verdict.step}步　{words}")


def _keep_quiet(verdict: "Verdict") -> None:
    del verdict


def _plain(verdict: "Verdict") -> dict[str, object]:
    return {
        "file": verdict.scenario.file,
        "name": verdict.scenario.name,
        "clauses": list(verdict.scenario.clauses),
        "passed": verdict.passed,
        "step": verdict.step,
        "words": list(verdict.words),
    }
