"""``tongban load``: people, employers and cover out of tables, in bulk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.loading.columns import LOAD_KIND_WORDS, LoadKind
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.services.loading.operations import LoadReport, Progress

    Act = Callable[[Progress], LoadReport]

SOME_REFUSED: Final = 1
JOBS_DEFAULT: Final = 2
KINDS: Final = "、".join(
    f"{kind.value}（{word}）" for kind, word in LOAD_KIND_WORDS.items()
)


def _show_columns(
    context: click.Context, _option: click.Parameter, wanted: object
) -> None:
    """Print the columns of every kind of table, then leave."""
    if not wanted:
        return
    prepare_django()
    from tongban.services.loading.tables import (  # noqa: PLC0415 - needs settings
        definitions,
    )

    for kind, versions in definitions().items():
        newest = versions[-1]
        click.echo(f"{kind.value}（{LOAD_KIND_WORDS[kind]}，第{newest.version}版）")
        for column in newest.columns:
            must = "必填" if column.required else "可不填"
            click.echo(f"  {column.title}  {must}  {column.meaning}")
    context.exit()


@click.command(
    help=(
        f"从CSV或者XLSX表格批量装入，种类：{KINDS}。先装入单位和参保人，再装入其他。"
        "有问题的行不装入，原样写进refused文件夹，改好后可以单独重送；"
        "同一个表格装入两次不会增加记录；中断后重新执行，从断开处继续。"
        "有没有装入的行时退出码为1。"
    )
)
@click.argument(
    "kind", metavar="种类", type=click.Choice([one.value for one in LoadKind])
)
@click.argument(
    "files",
    metavar="表格...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="全部执行一遍，只报告，不保留。")
@click.option(
    "--refused",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="问题行和问题清单放在哪个文件夹，默认在表格旁边的refused（试装为tried）。",
)
@click.option(
    "--jobs",
    type=click.IntRange(0, 16),
    default=JOBS_DEFAULT,
    show_default=True,
    help="另开几个进程检查和加密。",
)
@click.option(
    "--columns",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_columns,
    help="显示各种表格有哪些列，不装入。",
)
@click.pass_context
def load(
    context: click.Context,
    kind: str,
    files: tuple[Path, ...],
    dry_run: bool,  # noqa: FBT001 - click passes flags so
    folder: Path | None,
    jobs: int,
) -> None:
    """Load the tables one after the other and say what became of their rows."""
    prepare_django()
    with database_running():
        from tongban.services.loading.operations import (  # noqa: PLC0415 - needs apps
            Order,
            load_file,
            try_file,
        )
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - as above

        act = try_file if dry_run else load_file
        refused = 0
        for path in files:
            order = Order(path, LoadKind(kind), now(), folder, jobs)
            report = act_shown(lambda shown: act(order, shown), path.name)  # noqa: B023 - called at once
            for line in _lines(path, report, is_trial=dry_run):
                click.echo(line)
            refused += report.refused
    if refused:
        context.exit(SOME_REFUSED)


def act_shown(act: "Act", name: str) -> "LoadReport":
    """Do something with a bar on the error stream; say a refusal in plain words."""
    from tongban.services.messages.queries import (  # noqa: PLC0415 - needs settings
        sentence_of,
    )

    with tqdm(desc=name, unit="行", leave=False) as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        try:
            return act(show)
        except Refusal as refused:
            raise click.ClickException(f"{name}：{sentence_of(refused)}") from refused


def _lines(path: Path, report: "LoadReport", *, is_trial: bool) -> Iterator[str]:
    counted = (
        f"{report.rows}行，新增{report.new}行，"
        f"已有{report.known}行，有问题{report.refused}行"
    )
    if report.was_loaded:
        yield f"{path.name}：这个表格已经装入过（{counted}），没有再装。"
        return
    trial = "（试装，没有保留）" if is_trial else ""
    yield f"{path.name}：{counted}。{trial}"
    if report.resumed_after:
        yield f"  上次中断在第{report.resumed_after}行，从下一行继续。"
    if report.refused:
        yield f"  问题清单：{report.report}"
        yield f"  改好后重送：{report.again}"
