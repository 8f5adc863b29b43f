"""``tongban run-two``: two deployments on one machine that exchange messages."""

import os

import click
from django.conf import settings

from tongban.config.main import prepare_django
from tongban.config.pair import Pair, two_deployments

PORT_DEFAULT = "8000"
PORTS_END = 65_534


@click.command(
    help="启动潍坊、广州两个演示平台，各有自己的数据库和密钥，互相连通，可以跨省转移。"
)
@click.option(
    "--port",
    type=click.IntRange(1, PORTS_END),
    default=lambda: int(os.environ.get("PORT") or PORT_DEFAULT),
    help="第一个平台的端口，第二个用下一个；默认取 PORT，否则 8000。",
)
def run_two(port: int) -> None:
    """Serve both until Ctrl-C or SIGTERM."""
    prepare_django()
    home = settings.TONGBAN_HOME / "two"
    for one in two_deployments(home, port):
        click.echo(f"[通办] {one.name}：{one.url}/   数据目录 {one.home}")
    click.echo("[通办] 两个网址的主机名不同，浏览器才能在两边同时登录。")
    if not Pair(home, port).run():
        raise click.ClickException("有一个平台没有启动成功，原因见上面它自己的说明。")
