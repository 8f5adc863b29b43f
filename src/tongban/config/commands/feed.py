"""``tongban feed``: a department's table taken in at the command line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.matching.facts import FACT_KIND_WORDS, OF_OUR_OWN, FactKind
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.services.matching.intake import FeedResult

SOME_FAULTY = 1
CHUNK_BYTES = 1 << 20
KINDS = {
    kind.value: FACT_KIND_WORDS[kind] for kind in FactKind if kind not in OF_OUR_OWN
}


@click.command(
    help=(
        "接收其他部门的数据表格（CSV、XLSX或者每行一个JSON对象），种类："
        + "、".join(f"{code}（{word}）" for code, word in KINDS.items())
        + "。提出的变更由工作人员核实后办理。同一个表格接收两次不会增加记录；"
        "有问题的行写进旁边的表格，改好后单独再送。有问题的行时退出码为1。"
    )
)
@click.argument("kind", metavar="种类", type=click.Choice(sorted(KINDS)))
@click.argument(
    "path",
    metavar="表格",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--source", required=True, help="来自哪个部门。")
@click.option("--region", default="", help="哪个地区，默认是平台的地区。")
@click.pass_context
def feed(
    context: click.Context, kind: str, path: Path, source: str, region: str
) -> None:
    """Take one table in and say what became of its rows."""
    prepare_django()
    with database_running():
        from tongban.services.matching.files import (  # noqa: PLC0415 - needs apps
            take_file,
        )
        from tongban.services.messages.queries import (  # noqa: PLC0415 - as above
            sentence_of,
        )

        try:
            result, again = take_file(
                FactKind(kind), path, source=source, region=region
            )
        except Refusal as no:
            raise click.ClickException(f"{path.name}：{sentence_of(no)}") from no
        _tell(path, result, again)
    if result.refused:
        context.exit(SOME_FAULTY)


def _tell(path: Path, result: "FeedResult", again: bytes) -> None:
    from tongban.services.matching.words import (  # noqa: PLC0415 - needs settings
        FACT_STATE_WORDS,
    )

    counted = "，".join(
        f"{FACT_STATE_WORDS[state]}{count}行" for state, count in result.rows.items()
    )
    repeated = "这个表格以前接收过，没有增加记录。" if result.repeated else ""
    click.echo(f"{path.name}：{repeated}{counted}。提出变更{result.proposals}条。")
    for one in result.refused:
        click.echo(f"  {one.cell}：{one.problem}。{one.cure}。")
    if again:
        beside = path.with_name(f"{path.stem}.要改正的行.xlsx")
        beside.write_bytes(again)
        click.echo(f"  要改正的行：{beside}")
