"""``tongban exchange …``: our key for other deployments, and proof of the messages."""

from typing import Final

import click

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running

FAULTY: Final = 1
WORDS: Final = {
    "missing": "缺这一条",
    "chain": "与前一条接不上",
    "content": "内容被改动",
}
BOXES: Final = {"sent": "发出", "received": "收到"}


@click.group(help="区域间交换：给对方登记用的公钥，校验消息记录。")
def exchange() -> None:
    """Hold the commands on messages between deployments."""


@exchange.command(help="显示本平台的代码、地区和公钥，交给对方写进 TONGBAN_PEERS。")
def key() -> None:
    """Print what another deployment has to know of us."""
    prepare_django()
    from django.conf import settings  # noqa: PLC0415 - needs settings

    from tongban.gateways.exchange_signing import (  # noqa: PLC0415 - as above
        own_public_key,
    )

    click.echo(f"代码：{settings.TONGBAN_EXCHANGE_CODE}")
    click.echo(f"地区：{','.join(settings.TONGBAN_EXCHANGE_REGIONS)}")
    click.echo(f"公钥：{own_public_key()}")


@exchange.command(help="逐条校验发出和收到的消息：没有缺、没有改、前后相接。")
@click.pass_context
def verify(context: click.Context) -> None:
    """Check both boxes; name every message that does not hold."""
    prepare_django()
    with database_running():
        from tongban.services.exchange.proof import (  # noqa: PLC0415 - needs apps
            count_messages,
            verify_messages,
        )

        faults = list(verify_messages())
        count = count_messages()
    for fault in faults:
        where = f"{BOXES[fault.box]} {fault.peer} 第{fault.number}条"
        click.echo(f"{where}：{WORDS[fault.what]}")
    click.echo(f"共{count}条消息，{len(faults)}处不符。")
    if faults:
        context.exit(FAULTY)
