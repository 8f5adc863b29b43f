"""``tongban his-demo``: play a hospital and a pharmacy for a day, and reconcile it."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import cycle
from random import Random
from typing import Final

import click
from tqdm import tqdm

from tongban.config import environment
from tongban.config.his_demo.book import file_of, read_book
from tongban.config.his_demo.care import Till, recognised, sign_in, sign_out, try_care
from tongban.config.his_demo.day import (
    apply_for_month,
    purchase,
    reconcile,
    stay,
    visit,
)
from tongban.config.main import prepare_django
from tongban.gateways.his import InstitutionSystem, PlatformRefused, PlatformSilent

VISITS: Final = 20
ONE_IN_STAYS: Final = 4
SHOWN_MAX: Final = 20
PHARMACY_LETTER: Final = "P"  # national codes of retail pharmacies begin with it
AGREED: Final = "各机构的总额和明细都与平台相符。"
SILENT: Final = (
    "{fault}。已经得到答复的都在机构自己的账里；"
    "平台恢复后再运行一次，会先了结没有答复的报文，再接着办。"
)


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
    papers, systems = _demo(url)
    chance = Random(seed)  # noqa: S311 - a play, no secret
    home = environment.folder("TONGBAN_HOME", environment.REPOSITORY / "var")
    tills = [
        Till(system, chance, read_book(file_of(home, system.code)))
        for system in systems
    ]
    _open(tills, url)
    try:
        problems = _day(tills, papers, chance, visits)
    except PlatformSilent as fault:
        raise click.ClickException(SILENT.format(fault=fault)) from fault
    for words in problems[:SHOWN_MAX]:
        click.echo(f"不符：{words}")
    if problems:
        context.exit(1)
    click.echo(AGREED)


def _open(tills: Sequence[Till], url: str) -> None:
    try:
        for till in tills:
            sign_in(till)
    except (PlatformRefused, PlatformSilent) as fault:
        raise click.ClickException(f"连不上平台{url}：{fault}") from fault


def _day(
    tills: Sequence[Till], papers: Sequence[str], chance: Random, visits: int
) -> list[str]:
    """Finish what a broken day left open, play the day, and return what differs."""
    for till in tills:
        for asked in tuple(till.book.open.values()):
            try_care(till, partial(till.finish, asked))
    hospitals = cycle(one for one in tills if not _is_pharmacy(one))
    pharmacies = cycle(one for one in tills if _is_pharmacy(one))
    hospital, pharmacy = next(hospitals), next(pharmacies)
    for _ in tqdm(range(visits), desc="就诊", unit="人次", leave=False):
        if _one(chance, hospital, pharmacy, chance.choice(papers)):
            hospital, pharmacy = next(hospitals), next(pharmacies)
    differences: list[str] = []
    for till in tills:
        found = [*reconcile(till), *apply_for_month(till)]
        differences += [f"{till.system.name} {words}" for words in found]
        if not till.book.rows:
            differences.append(f"{till.system.name}一笔也没有结算")
        sign_out(till)
        _tell(till)
    return [words for till in tills for words in till.problems] + differences


def _is_pharmacy(till: Till) -> bool:
    return till.system.code.startswith(PHARMACY_LETTER)


def _one(chance: Random, hospital: Till, pharmacy: Till, paper: str) -> bool:
    """Care for somebody at both; say whether they are insured at all."""
    patient = recognised(hospital, paper)
    if patient is None:
        return False
    if chance.randrange(ONE_IN_STAYS) == 0:
        try_care(hospital, lambda: stay(hospital, patient))
    else:
        try_care(hospital, lambda: visit(hospital, patient))
    try_care(pharmacy, lambda: purchase(pharmacy, patient))
    return True


def _tell(till: Till) -> None:
    count = sum(till.sent.values())
    click.echo(
        f"{till.system.name}：发送{count}条报文，今天结算和退费{len(till.book.rows)}笔"
    )
    for words, name in (
        ("总费用", "total"),
        ("基金支付", "funds"),
        ("个人账户", "account"),
        ("现金", "cash"),
    ):
        amount = sum((getattr(one, name) for one in till.book.rows), Decimal(0))
        click.echo(f"  {words} {amount:>12.2f}元")
    for words in till.refused[:SHOWN_MAX]:
        click.echo(f"  平台没有受理：{words}")


def _demo(url: str) -> tuple[list[str], list[InstitutionSystem]]:
    """Return papers of the demo's people and its institutions that have keys."""
    prepare_django()

    from tongban.services.demo import roster  # noqa: PLC0415 - needs apps
    from tongban.services.demo.institutions import (  # noqa: PLC0415 - needs apps
        institutions,
    )
    from tongban.services.demo.people import persons_of  # noqa: PLC0415 - needs apps

    people = persons_of(roster.named_persons(), roster.crowd())
    systems = [
        InstitutionSystem(
            url, one["code"], one["name"], one["region"], one["key"], one["secret"]
        )
        for one in institutions()
        if one.get("key")
    ]
    return [person.identifier for _, person in people], systems
