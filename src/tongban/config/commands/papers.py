"""``tongban papers …``: prove a paper's file offline, and tell the public key."""

from pathlib import Path
from typing import Final

import click

from tongban.config.main import prepare_django

CHANGED: Final = 1
UNKNOWN: Final = 2


@click.group(help="离线核验文书文件，显示核验用的公钥。")
def papers() -> None:
    """Hold the commands on papers; none needs a database."""


@papers.command(help="显示本机构现在签署文书所用的公钥，可以公布。")
def key() -> None:
    """Print the public key that proves papers signed now."""
    prepare_django()
    from tongban.gateways.signing import public_key  # noqa: PLC0415 - needs settings

    click.echo(public_key())


@papers.command(
    help=(
        "核验文书的PDF文件，不联网、不用数据库。"
        "完整退出码为0，有改动为1，不是本机构的文书为2。"
    )
)
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="文件"
)
@click.option("--key", "public", default="", help="机构公布的公钥；默认用本机的。")
@click.pass_context
def verify(context: click.Context, file: Path, public: str) -> None:
    """Say whether every byte of a file is as the office signed it, and what it is."""
    prepare_django()
    from tongban.core.papers.statements import Finding  # noqa: PLC0415 - with the rest
    from tongban.gateways.signing import (  # noqa: PLC0415 - as above
        KeyUnreadable,
        check_key,
        key_id,
    )
    from tongban.services.papers.checking import check_alone  # noqa: PLC0415 - as above

    keys = {key_id(public): public} if public else None
    try:
        if public:
            check_key(public)
        found = check_alone(file.read_bytes(), keys=keys)
    except KeyUnreadable as fault:
        raise click.ClickException("公钥的写法不对，应为“算法:Base64”。") from fault
    if found.finding is Finding.CHANGED:
        click.echo("有改动：文件与出具时不一致。")
        context.exit(CHANGED)
    if found.content is None:
        click.echo("不是用这把公钥能核验的文书。")
        context.exit(UNKNOWN)
    said = found.content
    click.echo(
        f"完整：{said.title} {said.number}，{said.office}，{said.issued_at}出具。"
    )
    click.echo("文书后来是否被代替或撤销，请到网上“文书核验”查询。")
