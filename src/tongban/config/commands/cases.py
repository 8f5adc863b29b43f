"""``tongban cases …``: prove the cases against their events, and run the sweep once."""

import re
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running

if TYPE_CHECKING:
    from tongban.services.cases.verify import CaseFault

CASES_WITHOUT_PROGRESS: Final = 200
# What the verifier says, in the words of the office; %s takes a number or a column.
WORDS: Final = (
    (r"expected event (\d+)", "这里应当是第%s条，有记录被删除或插入"),
    (r"does not follow the event before", "与上一条记录接不上"),
    (r"content does not match its hash", "内容与指纹不符，记录被改动过"),
    (r"events were added or cut off", "末尾的记录被追加或截断"),
    (r"column (\w+) disagrees", "办件登记的%s与记录推算的不一致"),
)


@click.group(help="核验办件的记录链，立即执行一次到时检查。")
def cases() -> None:
    """Hold the commands on cases; each has a database while it runs."""


@cases.command(help="核验办件（不写编号为全部）：记录链与办件登记；有问题时退出码为1。")
@click.argument("numbers", nargs=-1, metavar="[办件编号]...")
@click.pass_context
def verify(context: click.Context, numbers: tuple[str, ...]) -> None:
    """Print every fault as one line, then how many cases were proved."""
    prepare_django()
    with database_running():
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - needs apps

        chosen = _chosen(numbers)
        lines = [_line(fault) for fault in _faults(chosen, now())]
    for line in lines:
        click.echo(line)
    if lines:
        click.echo(f"核验{len(chosen)}个办件，发现{len(lines)}处问题。")
        context.exit(1)
    click.echo(f"核验{len(chosen)}个办件，记录链完整，登记与记录一致。")


@cases.command(help="立即执行一次到时检查：催办预警、逾期意见、停钟办件的办结日。")
def sweep() -> None:
    """Do once what the background does every five minutes; safe to repeat."""
    prepare_django()
    with database_running():
        from tongban.services.cases import deadlines  # noqa: PLC0415 - needs apps
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - needs apps

        moment = now()
        fired = deadlines.fire_rungs(moment)
        late = deadlines.note_late_opinions(moment)
        moved = deadlines.refresh_stopped(moment)
    click.echo(f"新增预警{fired}次，逾期未答复的意见{late}件，重算停钟办件{moved}个。")


def _chosen(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers to prove; refuse one that no case has."""
    from tongban.records.cases.models import Case  # noqa: PLC0415 - needs apps

    known = tuple(Case.objects.order_by("pk").values_list("number", flat=True))
    unknown = sorted(set(numbers) - set(known))
    if unknown:
        raise click.ClickException(f"没有编号为{'、'.join(unknown)}的办件。")
    return tuple(dict.fromkeys(numbers)) or known


def _faults(numbers: tuple[str, ...], moment: datetime) -> Iterator["CaseFault"]:
    from tongban.services.cases.verify import verify_cases  # noqa: PLC0415 - needs apps

    short = len(numbers) < CASES_WITHOUT_PROGRESS
    shown = tqdm(numbers, desc="核验", unit="件", file=sys.stderr, disable=short)
    for number in shown:
        yield from verify_cases(now=moment, numbers=(number,))


def _line(fault: "CaseFault") -> str:
    return f"{fault.number} 第{fault.seq}条记录：{_words(fault.what)}"


def _words(what: str) -> str:
    for pattern, words in WORDS:
        found = re.fullmatch(pattern, what)
        if found:
            return words % found.groups() if found.groups() else words
    return what
