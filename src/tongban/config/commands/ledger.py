"""``tongban ledger …``: prove the postings, credit months, compare them."""

from datetime import date
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.money import plain_yuan

if TYPE_CHECKING:
    from tongban.services.ledger.verify import LedgerFault

FAULTS_SHOWN_MAX: Final = 1_000
PEOPLE_SHOWN_MAX: Final = 20


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
        shown = tqdm(verify_ledger(), desc="核验", unit="处", leave=False)
        faults = list(shown)
    for fault in faults[:FAULTS_SHOWN_MAX]:
        click.echo(_line(fault))
    told = f"核验{proved.journals}笔账、{proved.accounts}个账户"
    if faults:
        click.echo(f"{told}，发现{len(faults)}处问题。")
        context.exit(1)
    click.echo(f"{told}，账账相符。")


@ledger.command(help="把已缴费月份划入个人账户；重复执行不会重复划入。")
@click.option(
    "--month", "chosen", default="", help="月份，如2026-03；不写为本月和以前12个月。"
)
def credit(chosen: str) -> None:
    """Credit what is due, and say whom it left out and why."""
    prepare_django()
    with database_running():
        from tongban.services.personal_accounts.crediting import (  # noqa: PLC0415 - needs apps
            credit_month,
            credit_recent,
        )
        from tongban.services.timekeeping.queries import (  # noqa: PLC0415 - needs apps
            now,
            today,
        )

        report = (
            credit_month(_month(chosen), now=now())
            if chosen
            else credit_recent(now(), today=today())
        )
    click.echo(f"划入{report.people}人次，{plain_yuan(report.amount_fen)}元。")
    for why, people in report.left_out.items():
        click.echo(f"没有划入{len(people)}人次：{why}")


@ledger.command(
    help="核对一个月的划入与缴费：没有划入的、缴费已经作废的、基数不同的；不一致时退出码为1。"
)
@click.argument("chosen", metavar="月份")
@click.pass_context
def reconcile(context: click.Context, chosen: str) -> None:
    """Print both sides of a month, people by row number only."""
    prepare_django()
    with database_running():
        from tongban.services.personal_accounts import (  # noqa: PLC0415 - needs apps
            reconciling,
        )

        found = reconciling.reconcile(_month(chosen))
    click.echo(f"{chosen}划入{found.people}人，{plain_yuan(found.credited_fen)}元。")
    for words, people in (
        ("应划未划", found.waiting),
        ("缴费已经作废", found.without_month),
        ("缴费基数不同", found.other_base),
    ):
        if people:
            named = "、".join(str(one) for one in people[:PEOPLE_SHOWN_MAX])
            click.echo(f"{words}{len(people)}人：{named}")
    if not found.agrees:
        context.exit(1)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise click.BadParameter("月份写成2026-03的样子。") from fault


def _line(fault: "LedgerFault") -> str:
    if fault.what == "unbalanced":
        return f"第{fault.row}笔账不平，合计{plain_yuan(fault.counted_fen)}元"
    if fault.what == "not_mirrored":
        return f"第{fault.row}笔账是冲销，但与被冲销的账不对应"
    kept, counted = plain_yuan(fault.kept_fen), plain_yuan(fault.counted_fen)
    return f"账户{fault.row}登记余额{kept}元，明细合计{counted}元"
