"""``tongban catalogue …``: check and load lists of the medical catalogue."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.medical_catalogue.kinds import KIND_WORDS, CatalogueKind
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.core.medical_catalogue.rows import RowFault

FAULTS_SHOWN_MAX: Final = 1_000
_KINDS: Final = click.Choice([kind.value for kind in CatalogueKind])
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def _noted(context: click.Context, _option: click.Parameter, value: str) -> None:
    context.obj = value


_PART_SHARE: Final = click.option(
    "--part-share",
    default="",
    expose_value=False,
    callback=_noted,
    help="国家接口的压缩包没有比例：乙类先自付百分之几，如10。表格不用写。",
)


@click.group(help="检查、装入医保目录（药品、服务项目、耗材、诊断、手术等）。")
def catalogue() -> None:
    """Hold the commands on the medical catalogue."""


@catalogue.command(
    help="检查一份目录（CSV、TAB文本、XLSX，或者国家接口的ZIP），列出全部问题；有问题时退出码为1。"
)
@click.argument("kind", metavar="种类", type=_KINDS)
@click.argument("file", metavar="文件", type=_FILE)
@_PART_SHARE
def check(kind: str, file: Path) -> None:
    """Print every fault of a table, or how many entries are good."""
    prepare_django()
    from tongban.services.medical_catalogue.loading import (  # noqa: PLC0415 - needs apps
        check_list,
    )

    chosen = CatalogueKind(kind)
    try:
        entries = check_list(file, chosen, part_share=_part_share())
    except Refusal as refusal:
        _end(refusal)
    click.echo(f"检查通过：{KIND_WORDS[chosen]}{len(entries)}条。")


@catalogue.command(
    help="装入一份目录表格，作为一个新版本；同一份文件装两次不会重复，有问题时一行也不装。"
)
@click.argument("kind", metavar="种类", type=_KINDS)
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--region", required=True, help="地区代码，全国目录为100000。")
@click.option("--label", required=True, help="版本名称，如2026年版。")
@click.option("--source", required=True, help="出处：公布这份目录的文件。")
@click.option(
    "--from",
    "valid_from",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="从哪天起执行，如2026-01-01。",
)
@_PART_SHARE
def load(
    kind: str,
    file: Path,
    *,
    region: str,
    label: str,
    source: str,
    valid_from: datetime,
) -> None:
    """Keep a table as a version of its list, or print why not."""
    prepare_django()
    from tongban.services.medical_catalogue.loading import (  # noqa: PLC0415 - needs apps
        NewVersion,
        load_list,
    )
    from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - needs apps

    chosen = CatalogueKind(kind)
    said = NewVersion(chosen, region, label, source, valid_from.date())
    with database_running():
        try:
            loaded = load_list(file, said, at=now(), part_share=_part_share())
        except Refusal as refusal:
            _end(refusal)
    done = "已装入" if loaded.is_new else "以前已经装入，没有变化"
    click.echo(f"{KIND_WORDS[chosen]}{label}：{loaded.entries}条，{done}。")


def _part_share() -> str:
    return str(click.get_current_context().obj)


def _end(refusal: Refusal) -> NoReturn:
    """Print why a table is not taken, every cell of it, and leave with 1."""
    from tongban.services.medical_catalogue.loading import (  # noqa: PLC0415 - needs apps
        ListFaulty,
    )
    from tongban.services.messages.queries import (  # noqa: PLC0415 - needs apps
        sentence_of,
    )

    if isinstance(refusal, ListFaulty):
        for fault in refusal.faults[:FAULTS_SHOWN_MAX]:
            click.echo(_line(fault))
    click.echo(sentence_of(refusal))
    click.get_current_context().exit(1)


def _line(fault: "RowFault") -> str:
    return f"第{fault.row}行“{fault.column.value}”：{fault.words}"
