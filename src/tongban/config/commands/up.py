"""``tongban up``: everything of ``make run`` once the packages are installed."""

import os
import time
from pathlib import Path
from unicodedata import east_asian_width

import click
from django.conf import settings

from tongban.config.main import prepare_django
from tongban.config.up import Site

PORT_DEFAULT = "8000"
STARTED_AT = time.monotonic()


@click.command(help="启动整个平台：数据库、数据表、演示数据、网站和后台任务。")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=lambda: int(os.environ.get("PORT") or PORT_DEFAULT),
    help="网站端口，默认取 PORT，否则 8000。",
)
@click.option(
    "--host",
    default=lambda: os.environ.get("TONGBAN_HOST") or "127.0.0.1",
    help="监听地址，默认只对本机开放。",
)
def up(port: int, host: str) -> None:
    """Serve until Ctrl-C or SIGTERM; end with a clear sentence on a fault."""
    os.environ["PORT"] = str(port)
    site = Site(port=port, host=host, say=_say)
    try:
        site.run(announce=lambda: _announce(host, port))
    except (RuntimeError, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    _say("已全部停止。")


def _say(line: str) -> None:
    click.echo(f"[通办] {line}")


def _announce(host: str, port: int) -> None:
    click.echo()
    click.echo(f"  通办已就绪：{_address(host, port)}/   （用时 {_seconds():.1f} 秒）")
    click.echo(f"  数据目录：{Path(settings.TONGBAN_HOME)}")
    _announce_accounts()
    click.echo("  按 Ctrl-C 停止。")
    click.echo()


def _address(host: str, port: int) -> str:
    """Return what people type: the address of the settings, else where it listens."""
    if os.environ.get("TONGBAN_SITE"):
        return str(settings.TONGBAN_SITE).rstrip("/")
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - only compared
    return f"http://{shown}:{port}"


def _announce_accounts() -> None:
    if not settings.TONGBAN_DEMO:
        return
    prepare_django()
    from tongban.services.demo import queries  # noqa: PLC0415 - needs apps

    accounts = queries.demo_accounts()
    widest = max(_width(account.login_name) for account in accounts)
    click.echo(
        f"  演示账号（口令都是 {accounts[0].password}；工作人员的动态口令见首页）："
    )
    for account in accounts:
        gap = " " * (widest - _width(account.login_name) + 2)
        click.echo(f"    {account.login_name}{gap}{account.title}  {account.hint}")


def _width(text: str) -> int:
    """Return how many columns a text takes: Chinese characters take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _seconds() -> float:
    return time.monotonic() - STARTED_AT
