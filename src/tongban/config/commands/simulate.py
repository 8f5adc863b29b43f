"""``tongban simulate``: what changed figures cost the funds, and whom they touch."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tongban.core.refusals import Refusal
from tongban.policy.reading import PolicyErrors

if TYPE_CHECKING:
    from tongban.analytics.report import Said
    from tongban.analytics.simulation import Outcome
    from tongban.core.items.regions import RegionTree
    from tongban.policy.simulations import WhatIf

FOLDER: Final = Path(__file__).resolve().parents[4] / "policy"
SHARES_OF: Final = "370700"  # whose ages an invented population has
CITY_DEPTH: Final = 3  # nation, province, city; a city alone keeps its name
SEED: Final = f"{__name__}.seed"
WORKBOOK: Final = "simulation.xlsx"


def _keep(context: click.Context, option: click.Parameter, value: int) -> None:
    """Keep a value beside the arguments."""
    del option
    context.meta[SEED] = value


@click.command(
    help=(
        "政策测算：同一个人群按现行参数和调整后的参数各算一遍，说出基金、救助、个人各多付"
        "多少，谁减轻、谁加重。先用--make生成虚构人群（.npz文件），再用--change测算。"
    )
)
@click.argument("population", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--change",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="调整文件（YAML），例子在policy/simulations。",
)
@click.option("--make", type=click.IntRange(1, 100_000_000), help="生成多少人。")
@click.option("--region", default="371300", show_default=True, help="生成哪个统筹区。")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    expose_value=False,
    callback=_keep,
    help="种子：相同时生成的文件逐字节相同。",
)
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="按哪天的待遇，默认今天。"
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="把XLSX和SVG图写进这个文件夹。",
)
def simulate(
    population: Path,
    change: Path | None,
    make: int | None,
    region: str,
    day: datetime | None,
    out: Path | None,
) -> None:
    """Invent a population, or compare two sets of terms on one."""
    if (change is None) == (make is None):
        raise click.UsageError("请在--make和--change里选一个。")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    from tongban.gateways.clock import real_now  # noqa: PLC0415 - needs settings
    from tongban.services.messages.queries import (  # noqa: PLC0415 - needs settings
        sentence_of,
    )

    on = (day or real_now()).date()
    try:
        if make is not None:
            click.echo(_made(population, make, (region, _seed()), on))
        elif change is not None:
            _compared(population, change, on, out)
    except PolicyErrors as errors:
        raise click.ClickException(f"调整文件不能使用：\n{errors}") from errors
    except Refusal as refused:
        raise click.ClickException(sentence_of(refused)) from refused


def _seed() -> int:
    return int(click.get_current_context().meta[SEED])


def _made(path: Path, persons: int, what: tuple[str, int], on: date) -> str:
    from tongban.analytics.codes import Codes  # noqa: PLC0415 - numpy is heavy
    from tongban.analytics.inventing import Wanted, invent  # noqa: PLC0415 - as above
    from tongban.analytics.terms import compile_terms  # noqa: PLC0415 - as above
    from tongban.policy.benefits import (  # noqa: PLC0415 - as above
        benefits_for,
        load_benefits,
    )
    from tongban.policy.population import load_population  # noqa: PLC0415 - as above

    region, seed = what
    benefits = benefits_for(load_benefits(FOLDER), region, day=on)
    terms = compile_terms(benefits, on, Codes.known_to(benefits))
    shares = load_population(FOLDER)[SHARES_OF]
    path.parent.mkdir(parents=True, exist_ok=True)
    with _bar("生成人群", persons) as show:
        header = invent(Wanted(persons, seed, shares, terms), path, show)
    return f"{path}：{header.persons}人，{header.claims}次就诊，全部为虚构。"


def _compared(population: Path, change: Path, on: date, out: Path | None) -> None:
    from tongban.analytics.population import (  # noqa: PLC0415 - numpy is heavy
        PopulationFile,
    )
    from tongban.analytics.report import screen  # noqa: PLC0415 - as above
    from tongban.analytics.simulation import (  # noqa: PLC0415 - as above
        Compared,
        simulate,
    )
    from tongban.analytics.terms import compile_terms  # noqa: PLC0415 - as above
    from tongban.policy.simulations import load_what_if  # noqa: PLC0415 - as above

    what_if = load_what_if(FOLDER, change)
    with PopulationFile(population) as file:
        header = file.header
        asked = Compared(
            compile_terms(what_if.before, on, header.codes),
            compile_terms(what_if.after, on, header.codes),
            _names(header.areas),
        )
        with _bar("测算", header.persons) as show:
            outcome = simulate(file, asked, show)
    said = _said(what_if, outcome, population, on)
    for line in screen(said, outcome):
        click.echo(line)
    if out is not None:
        _written(said, outcome, out)


def _said(what_if: "WhatIf", outcome: "Outcome", population: Path, on: date) -> "Said":
    from tongban.analytics.report import Said  # noqa: PLC0415 - numpy is heavy

    changed = "；".join(
        f"{one.path} {one.before}→{one.after}" for one in what_if.changes
    )
    return Said(
        what_if.name,
        (
            ("地区", what_if.before.region),
            ("按哪天的待遇", on.isoformat()),
            ("人群", f"{population.name}，{outcome.persons:,}人，{outcome.claims:,}次"),
            ("调整的参数", changed),
            ("单位", "元；正数是多付，负数是少付"),
        ),
    )


def _written(said: "Said", outcome: "Outcome", out: Path) -> None:
    from tongban.analytics.report import charts, workbook  # noqa: PLC0415 - as above

    out.mkdir(parents=True, exist_ok=True)
    (out / WORKBOOK).write_bytes(workbook(said, outcome))
    count = 0
    for name, drawn in charts(outcome):
        (out / f"{name}.svg").write_text(drawn, encoding="utf-8")
        count += 1
    click.echo(f"\n已写入{out}：{WORKBOOK}和{count}张图。")


def _names(areas: tuple[str, ...]) -> tuple[str, ...]:
    """Return how areas are called; a code nobody wrote a name for stays a code."""
    from tongban.policy.book import PolicyBook  # noqa: PLC0415 - as above
    from tongban.policy.folder import read_folder  # noqa: PLC0415 - as above

    tree = PolicyBook(read_folder(FOLDER)).regions
    return tuple(_name(tree, code) for code in areas)


def _name(tree: "RegionTree", code: str) -> str:
    if code not in tree:
        return code
    steps = [one.name for one in tree.chain(code)]
    return "".join(steps[CITY_DEPTH:]) or steps[-1]


@contextmanager
def _bar(words: str, of: int) -> Iterator[Callable[[int], None]]:
    """Show a bar of persons on the error stream."""
    with tqdm(desc=words, total=of, unit="人", leave=False) as bar:

        def show(done: int) -> None:
            bar.update(done)

        yield show
