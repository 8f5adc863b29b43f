"""``tongban bench``: measure on a server of its own, print, write the results."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from tongban.config.bench.measures import Measure
from tongban.config.bench.settling.measure import measure_settling
from tongban.config.bench.simulating import measure_simulating
from tongban.config.bench.site import measure_site
from tongban.config.bench.starts import measure_starts
from tongban.config.cluster import OWNER, address
from tongban.config.main import prepare_django
from tongban.config.postgres import EmbeddedPostgres

RESULTS: Final = Path(__file__).resolve().parents[4] / "bench/latest.json"
HOME_MODE: Final = 0o711  # the server's account walks through


@click.command(
    help="测量速度：在独立的临时数据库上运行，打印表格并写入 bench/latest.json。"
)
@click.option(
    "--only",
    type=click.Choice(["site", "cases", "people", "settlement", "simulate"]),
    help="只测一组：启动和页面，办件，批量装入，结算，测算；其余数字保留上次的。",
)
def bench(only: str | None) -> None:
    """Measure everything once, or one group; figures are told, never judged."""
    found: dict[str, Measure] = {}
    if only in {None, "site"}:
        with _home() as home:
            click.echo("测量首次和再次启动……")
            found |= measure_starts(home)
            click.echo("测量页面重量、首次绘制和两百人同时访问……")
            found |= measure_site(home)
    if only in {None, "cases", "people"}:
        with _home() as home:
            found |= _measure_rows(home, only)
    if only in {None, "settlement"}:
        with _home() as home:
            click.echo("建立一百万人的城市，测量结算……")
            found |= measure_settling(home)
    if only in {None, "simulate"}:
        with _home() as home:
            click.echo("测量政策测算……")
            found |= measure_simulating(home)
    click.echo(table(found))
    RESULTS.parent.mkdir(exist_ok=True)
    entries = {name: measure.as_json() for name, measure in found.items()}
    kept = json.loads(RESULTS.read_text()) if only and RESULTS.exists() else {}
    text = json.dumps({**kept, **entries}, indent=2, ensure_ascii=False)
    RESULTS.write_text(f"{text}\n")


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="tongban-bench-"))
    home.chmod(HOME_MODE)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure_rows(home: Path, only: str | None) -> dict[str, Measure]:
    os.environ["TONGBAN_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    prepare_django()
    server = EmbeddedPostgres(home)
    server.start()
    try:
        return _measure_on(home, only)
    finally:
        server.stop()


def _measure_on(home: Path, only: str | None) -> dict[str, Measure]:
    import psycopg  # noqa: PLC0415 - with the apps
    from django.core.management import call_command  # noqa: PLC0415 - with the apps
    from django.db import connections  # noqa: PLC0415 - needs apps

    from tongban.config.bench.growth import measure_growth  # noqa: PLC0415 - needs apps
    from tongban.config.bench.papers import (  # noqa: PLC0415 - needs apps
        measure_papers,
    )
    from tongban.config.bench.people import (  # noqa: PLC0415 - needs apps
        measure_people,
    )
    from tongban.config.bench.speed import (  # noqa: PLC0415 - needs apps
        measure_commands,
    )
    from tongban.services.demo.operations import load_demo  # noqa: PLC0415 - needs apps
    from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - needs apps

    click.echo("建立测量用的数据库……")
    call_command("migrate", interactive=False, verbosity=0)
    load_demo(now())
    named = address(home, OWNER)
    try:
        with psycopg.connect(
            host=str(named["HOST"]),
            port=str(named["PORT"]),
            user=str(named["USER"]),
            dbname=str(named["NAME"]),
        ) as by_hand:
            found: dict[str, Measure] = {}
            if only != "people":
                found["cases.commands_per_s"] = measure_commands(now(), by_hand)
                found["cases.worklist_growth"] = measure_growth(now(), by_hand)
                found |= measure_papers()
            if only != "cases":
                click.echo("测量批量装入和找人……")
                found |= measure_people(now(), by_hand)
            return found
    finally:
        connections.close_all()


def table(found: dict[str, Measure]) -> str:
    """Return the figures as lines under one another."""
    lines = [f"{'name':<24}{'value':>12}{'floor':>12}{'ratio':>8}  unit"]
    for name, measure in found.items():
        lines.append(
            f"{name:<24}{measure.value:>12.2f}{_shown(measure.floor):>12}"
            f"{_shown(measure.ratio):>8}  {measure.unit}"
        )
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
