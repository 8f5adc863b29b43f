"""``tongban settlement …``: prove what was settled."""

from typing import Final

import click
from tqdm import tqdm

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.money import plain_yuan

FAULTS_SHOWN_MAX: Final = 1_000


@click.group(help="核验费用结算。")
def settlement() -> None:
    """Hold the commands on settlements; each has a database while it runs."""


@settlement.command(
    help="核对每笔结算的各方支付、明细、账目、撤销、票据和年度累计；有问题时退出码为1。"
)
@click.pass_context
def verify(context: click.Context) -> None:
    """Print every fault as one line, then how much was proved."""
    prepare_django()
    with database_running():
        from tongban.services.settlement.verify import (  # noqa: PLC0415 - needs apps
            WORDS,
            counts,
            verify_settlements,
        )

        proved = counts()
        shown = tqdm(verify_settlements(), desc="核验", unit="处", leave=False)
        faults = list(shown)
    for fault in faults[:FAULTS_SHOWN_MAX]:
        whose = "人员" if fault.what == "year" else "结算"
        kept, counted = plain_yuan(fault.kept_fen), plain_yuan(fault.counted_fen)
        words = WORDS[fault.what]
        click.echo(f"{whose}{fault.row}：{words}，登记{kept}元，合计{counted}元")
    told = f"核验{proved.settlements}笔结算、{proved.years}个年度累计"
    if faults:
        click.echo(f"{told}，发现{len(faults)}处问题。")
        context.exit(1)
    click.echo(f"{told}，全部相符。")
