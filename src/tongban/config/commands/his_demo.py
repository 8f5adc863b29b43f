"""``tongban his-demo``: play a hospital and a pharmacy for a day, and reconcile it."""

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Final

import click
from tqdm import tqdm

from tongban.config import environment
from tongban.config.his_demo.book import file_of, read_book, write_book
from tongban.config.his_demo.care import Till, recognised, sign_in, sign_out, try_care
from tongban.config.his_demo.day import purchase, reconcile, stay, visit
from tongban.config.main import prepare_django
from tongban.gateways.his import InstitutionSystem, PlatformRefused

VISITS: Final = 20
ONE_IN_STAYS: Final = 4
SHOWN_MAX: Final = 20
HOSPITAL, PHARMACY = "H37070500001", "P37070500001"


@click.command(
    name="his-demo",
    help="模拟医院和药店的系统：经接口办一天的就诊、住院和购药，日终对账；账不平时退出码为1。",
)
@click.option("--url", default="http://127.0.0.1:8000", help="平台的地址。")
@click.option("--visits", default=VISITS, type=click.IntRange(1), help="就诊人次。")
@click.option("--seed", default=1, help="同一个数得到同样的一天。")
@click.pass_context
def his_demo(context: click.Context, url: str, visits: int, seed: int) -> None:
    """Run the day, print what was paid, end with 1 when the books differ."""
    papers, keys = _demo()
    chance = Random(seed)  # noqa: S311 - a play, no secret
    hospital = Till(_system(url, keys, HOSPITAL), chance)
    pharmacy = Till(_system(url, keys, PHARMACY), chance)
    tills = (hospital, pharmacy)
    _open(tills, url)
    home = environment.folder("TONGBAN_HOME", environment.REPOSITORY / "var")
    files = {till.system.code: file_of(home, till.system.code) for till in tills}
    for till in tills:
        till.book = read_book(files[till.system.code])
    for _ in tqdm(range(visits), desc="就诊", unit="人次", leave=False):
        _one(chance, hospital, pharmacy, chance.choice(papers))
        for till in tills:
            write_book(files[till.system.code], till)
    differences = [words for till in tills for words in reconcile(till)]
    differences += [
        f"{till.system.name}一笔也没有结算" for till in tills if not till.book
    ]
    for till in tills:
        sign_out(till)
        _tell(till)
    problems = [words for till in tills for words in till.problems] + differences
    for words in problems[:SHOWN_MAX]:
        click.echo(f"不符：{words}")
    if problems:
        context.exit(1)
    click.echo("两家机构的总额和明细都与平台相符。")


def _open(tills: Iterable[Till], url: str) -> None:
    try:
        for till in tills:
            sign_in(till)
    except (PlatformRefused, OSError) as fault:
        raise click.ClickException(f"连不上平台{url}：{fault}") from fault


def _one(chance: Random, hospital: Till, pharmacy: Till, paper: str) -> None:
    patient = recognised(hospital, paper)
    if patient is None:
        return
    if chance.randrange(ONE_IN_STAYS) == 0:
        try_care(hospital, lambda: stay(hospital, patient))
    else:
        try_care(hospital, lambda: visit(hospital, patient))
    try_care(pharmacy, lambda: purchase(pharmacy, patient))


def _tell(till: Till) -> None:
    count = sum(till.sent.values())
    click.echo(
        f"{till.system.name}：发送{count}条报文，今天结算和退费{len(till.book)}笔"
    )
    for words, name in (
        ("总费用", "total"),
        ("基金支付", "funds"),
        ("个人账户", "account"),
        ("现金", "cash"),
    ):
        amount = sum((getattr(one, name) for one in till.book), Decimal(0))
        click.echo(f"  {words} {amount:>12.2f}元")
    for words in till.refused[:SHOWN_MAX]:
        click.echo(f"  平台没有受理：{words}")


def _demo() -> tuple[list[str], dict[str, tuple[str, str, str, str]]]:
    """Return papers of the demo's people and the keys of its institutions."""
    prepare_django()

    from tongban.services.demo import roster  # noqa: PLC0415 - needs apps
    from tongban.services.demo.institutions import (  # noqa: PLC0415 - needs apps
        institutions,
    )
    from tongban.services.demo.people import persons_of  # noqa: PLC0415 - needs apps

    people = persons_of(roster.named_persons(), roster.crowd())
    keys = {
        str(one["code"]): (one["name"], one["region"], one["key"], one["secret"])
        for one in institutions()
    }
    return [person.identifier for _, person in people], keys


def _system(
    url: str, keys: dict[str, tuple[str, str, str, str]], code: str
) -> InstitutionSystem:
    name, region, key, secret = keys[code]
    return InstitutionSystem(url, code, name, region, key, secret)
