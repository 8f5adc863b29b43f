"""``tongban ledger …``: prove every balance, journal and reversal from the postings."""

import sys
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.money import plain_yuan

if TYPE_CHECKING:
    from tongban.services.ledger.verify import LedgerFault

FAULTS_SHOWN_MAX: Final = 1_000


@click.group(help="核验基金账和个人账户账。")
def ledger() -> None:
    """Hold the commands on the ledger; each has a database while it runs."""


@ledger.command(
    help="由明细重新计算全部余额，核验每笔账是否平、每笔冲销是否对应；有问题时退出码为1。"
)
@click.pass_context
def verify(context: click.Context) -> None:
    """Print every fault as one line, then how much was proved."""
    prepare_django()
    with database_running():
        from tongban.services.ledger.verify import (  # noqa: PLC0415 - needs apps
            counts,
            verify_ledger,
        )

        proved = counts()
        shown = tqdm(verify_ledger(), desc="核验", unit="处", file=sys.stderr)
        faults = list(shown)
    for fault in faults[:FAULTS_SHOWN_MAX]:
        click.echo(_line(fault))
    told = f"核验{proved.journals}笔账、{proved.accounts}个账户"
    if faults:
        click.echo(f"{told}，发现{len(faults)}处问题。")
        context.exit(1)
    click.echo(f"{told}，账账相符。")


def _line(fault: "LedgerFault") -> str:
    if fault.what == "unbalanced":
        return f"第{fault.row}笔账不平，合计{plain_yuan(fault.counted_fen)}元"
    if fault.what == "not_mirrored":
        return f"第{fault.row}笔账是冲销，但与被冲销的账不对应"
    kept, counted = plain_yuan(fault.kept_fen), plain_yuan(fault.counted_fen)
    return f"账户{fault.row}登记余额{kept}元，明细合计{counted}元"
