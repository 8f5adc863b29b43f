"""``tongban population``: an invented population, into files or into the register."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.population.plan import PERSONS_MAX, Plan
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.services.population.files import Ordered

REGION_DEFAULT: Final = "370700"
PROCESSES: Final = os.cpu_count() or 1
POPULATION: Final = "population"


@click.command(
    help=(
        "生成一个虚构的参保人群：年龄、险种、单位、乡镇按policy/demo/population.yaml的口径，"
        "证件号码以99、手机以100开头，不属于任何人。种子和日期相同，结果逐字节相同。"
    )
)
@click.option(
    "--persons", type=click.IntRange(1, PERSONS_MAX), required=True, help="人数。"
)
@click.option("--seed", type=int, default=1, show_default=True, help="种子。")
@click.option("--region", default=REGION_DEFAULT, show_default=True, help="统筹区。")
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="截至哪天的参保情况，默认今天。",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="把表格写进这个文件夹，可以用tongban load装入。",
)
@click.option("--load", is_flag=True, help="直接装入数据库（只限演示环境）。")
def population(
    persons: int,
    seed: int,
    region: str,
    day: datetime | None,
    out: Path | None,
    load: bool,  # noqa: FBT001 - click passes flags so
) -> None:
    """Write or load the population, with a bar on the error stream."""
    if load == (out is not None):
        raise click.UsageError("请在--out和--load里选一个。")
    prepare_django()
    from django.conf import settings  # noqa: PLC0415 - needs settings

    from tongban.gateways.clock import real_now  # noqa: PLC0415 - with the rest
    from tongban.services.messages.queries import (  # noqa: PLC0415 - with the rest
        sentence_of,
    )
    from tongban.services.population.files import Ordered  # noqa: PLC0415 - needs apps

    plan = Plan(persons, seed, (day or real_now()).date())
    folder = Path(settings.TONGBAN_HOME) / POPULATION if out is None else out
    ordered = Ordered(plan, region, folder)
    try:
        click.echo(_loaded(ordered) if load else _written(ordered))
    except Refusal as refused:
        raise click.ClickException(sentence_of(refused)) from refused


def _written(ordered: "Ordered") -> str:
    from tongban.services.population.files import (  # noqa: PLC0415 - needs apps
        write_population,
    )

    with _bar() as show:
        digest = write_population(ordered, jobs=PROCESSES, progress=show)
    plan = ordered.plan
    return f"{plan.persons}人，截至{plan.on}，在{ordered.folder}，摘要{digest}"


def _loaded(ordered: "Ordered") -> str:
    with database_running():
        from tongban.services.population.loading import (  # noqa: PLC0415 - needs apps
            load_population,
        )
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - as above

        with _bar() as show:
            report = load_population(ordered, at=now(), jobs=PROCESSES, progress=show)
    counted = f"{report.rows}行，新增{report.new}行，已有{report.known}行"
    return f"{counted}，有问题{report.refused}行"


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Show a bar that is told how much is done, of how much."""
    with tqdm(desc="生成人口", unit="人", leave=False) as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield show
