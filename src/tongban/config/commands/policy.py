"""``tongban policy …``: check the policy folder, show changes and differences."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.items.catalogue import ServiceItem
from tongban.core.items.diff import find_changes
from tongban.core.items.differences import Difference, words_of
from tongban.core.items.rulings import DIFFERENCE_WORDS
from tongban.core.refusals import Refusal
from tongban.policy import guidance_checks
from tongban.policy.away import load_away
from tongban.policy.benefit_examples import check_examples
from tongban.policy.book import PolicyBook
from tongban.policy.calendar import load_calendar
from tongban.policy.clock import load_clock_book
from tongban.policy.collecting import load_collecting_rules
from tongban.policy.credentials import load_credential_book
from tongban.policy.desk import load_desk_rules
from tongban.policy.dictionaries import load_dictionaries
from tongban.policy.enrolment import load_enrolment
from tongban.policy.exchange import load_exchange_rules
from tongban.policy.figures import load_indicators
from tongban.policy.folder import read_folder
from tongban.policy.handling import HandlingFault, load_case_rules
from tongban.policy.hsa import load_hsa
from tongban.policy.matching import load_matching
from tongban.policy.national_codes import load_national_codes
from tongban.policy.notices import check_folder
from tongban.policy.overlays import Publication, files_of, with_published
from tongban.policy.papers import load_remedies
from tongban.policy.personal_accounts import load_personal_accounts
from tongban.policy.places import load_places
from tongban.policy.publishing import inspect, load_book
from tongban.policy.queues import load_hall_book
from tongban.policy.reading import PolicyErrors
from tongban.policy.rosters import load_roster_template
from tongban.policy.settlement import load_settlement
from tongban.policy.simulations import load_simulations
from tongban.policy.staff import load_staff_rules
from tongban.policy.transfers import load_transfers

FOLDER: Final = Path(__file__).resolve().parents[4] / "policy"
_OTHER_LOADERS: Final[Mapping[str, Callable[[Path], object]]] = {
    "calendar": load_calendar,
    "clock": load_clock_book,
    "cases": load_case_rules,
    "desk": load_desk_rules,
    "enrolment": load_enrolment,
    "matching": load_matching,
    "benefits": check_examples,
    "notices": check_folder,
    "papers": load_remedies,
    "personal_accounts": load_personal_accounts,
    "queues": load_hall_book,
    "staff": load_staff_rules,
    "figures": load_indicators,
    "hsa": load_hsa,
    "settlement": load_settlement,
    "dictionaries": load_dictionaries,
    "simulations": load_simulations,
    "national_codes": load_national_codes,
    "collecting": load_collecting_rules,
    "rosters": load_roster_template,
    "credentials": load_credential_book,
    "guidance": guidance_checks.check_folder,
    "places": load_places,
    "transfers": load_transfers,
    "away": load_away,
    "exchange": load_exchange_rules,
}
existing_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(help="检查政策文件夹，比较版本，列出清单与指南的差异。")
def policy() -> None:
    """Hold the commands on the policy folder; few need a database, and say so."""


@policy.command(
    help="检查政策文件夹：一次列出全部错误（文件:行:说明），有错时退出码为1。"
)
@click.argument("folder", type=existing_folder, default=FOLDER)
@click.option(
    "--with",
    "beside",
    type=existing_folder,
    help="连同另一个文件夹里导出的下级变更一起检查。",
)
@click.option("--published", is_flag=True, help="连同数据库里已发布的变更一起检查。")
@click.pass_context
def check(
    context: click.Context, folder: Path, *, beside: Path | None, published: bool
) -> None:
    """Print every mistake, breach and unruled difference, or what was found good."""
    changes = [*_kept_in(beside), *(_published() if published else ())]
    files = read_folder(folder.resolve())
    seen = inspect(with_published(files, changes))
    if not seen.files:
        raise click.ClickException(f"{folder} 里没有政策文件。")
    lines = [str(problem) for problem in (*seen.problems, *seen.waiting)]
    lines += _other_files(folder.resolve())
    for line in lines:
        click.echo(line)
    if lines:
        click.echo(f"共{len(lines)}处问题，不能发布。")
        context.exit(1)
    click.echo(_summary(seen.book, seen.files))


@policy.command(help="把一个地区及其下级已发布的变更写成文件，可以放进版本库保存。")
@click.argument("region", metavar="地区代码")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def export(region: str, target: Path) -> None:
    """Write the published changes of a region and those below it as policy files."""
    files = read_folder(FOLDER)
    tree = PolicyBook(files).regions
    if region not in tree:
        raise click.ClickException(f"没有地区{region}。")
    path = tree.path(region)
    mine = [one for one in _published() if tree.path(one.region).startswith(path)]
    texts = files_of(files, mine)
    for name, text in sorted(texts.items()):
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(name)
    click.echo(f"共{len(mine)}次变更，{len(texts)}个文件。")


def _published() -> tuple[Publication, ...]:
    """Return what was published in this site's database."""
    prepare_django()
    from tongban.services.items.catalogue import (  # noqa: PLC0415 - needs settings
        published_changes,
    )

    with database_running():
        return published_changes()


def _kept_in(folder: Path | None) -> Iterator[Publication]:
    """Yield the files an office exported, as if they were published."""
    found = [] if folder is None else sorted(folder.glob("items/*/*.yaml"))
    for path in found:
        yield Publication(
            region=path.parent.name,
            subject=path.stem,
            number=path.parents[2].name,
            text=path.read_text(encoding="utf-8"),
        )


def _other_files(folder: Path) -> Iterator[str]:
    """Yield what is wrong with calendar, clock and handling, where they exist."""
    for word, load in _OTHER_LOADERS.items():
        if not (folder / word).is_dir():
            continue
        try:
            load(folder)
        except Refusal as refusal:
            yield refusal.message
        except HandlingFault as fault:
            yield str(fault)
        except PolicyErrors as errors:
            yield from map(str, errors.problems)


def _summary(book: PolicyBook, files: int) -> str:
    items = guides = differences = 0
    for region in book.publishers():
        on = book.effective_days()[-1]
        items += len(book.items_on(region, on))
        guides += len(book.guides_on(region, on))
        differences += len(book.differences_on(region, on))
    return (
        f"检查通过：{files}个文件，{len(book.regions)}个地区，{items}个事项，"
        f"{guides}份指南，{differences}处清单与指南的差异均有口径。"
    )


@policy.command(
    help=(
        "列出两个政策文件夹之间的变化（OLD NEW），"
        "或者一个事项在两天之间的变化（--item 事项编码 --on 日期 --on 日期）。"
    )
)
@click.argument("folders", type=existing_folder, nargs=-1)
@click.option("--item", "code", help="事项编码。")
@click.option("--on", "days", type=click.DateTime(["%Y-%m-%d"]), multiple=True)
@click.option("--region", help="地区代码，默认为公布清单的省。")
def diff(
    folders: tuple[Path, ...],
    code: str | None,
    days: tuple[datetime, ...],
    region: str | None,
) -> None:
    """Print each changed field as one sentence; nothing printed means no change."""
    on = tuple(day.date() for day in days)
    if len(folders) == len("ab"):
        old, new = (_loaded(folder) for folder in folders)
        place = region or _publisher(new)
        day = on[0] if on else max(*old.effective_days(), *new.effective_days())
        before = _items(old, place, day, code)
        after = _items(new, place, day, code)
    elif code is not None and len(on) == len("ab"):
        book = _loaded(folders[0] if folders else FOLDER)
        place = region or _publisher(book)
        before = _items(book, place, on[0], code)
        after = _items(book, place, on[1], code)
    else:
        raise click.UsageError("请给出两个文件夹，或者 --item 和两个 --on。")
    for line in _changed_lines(before, after):
        click.echo(line)


def _loaded(folder: Path) -> PolicyBook:
    try:
        return load_book(folder.resolve())
    except PolicyErrors as errors:
        raise click.ClickException(f"{folder} 不能使用：\n{errors}") from errors


def _publisher(book: PolicyBook) -> str:
    found = book.publishers()
    if not found:
        raise click.ClickException("文件夹里没有事项。")
    return found[0]


def _items(
    book: PolicyBook, region: str, on: date, code: str | None
) -> dict[str, ServiceItem]:
    try:
        items = book.drafts_on(region, on)
    except Refusal as refusal:
        raise click.ClickException(f"没有地区{region}。") from refusal
    return {item.code: item for item in items if code in {None, item.code}}


def _changed_lines(
    before: dict[str, ServiceItem], after: dict[str, ServiceItem]
) -> Iterator[str]:
    for code in dict.fromkeys((*before, *after)):
        old, new = before.get(code), after.get(code)
        if old is None and new is not None:
            yield f"{new.number} {new.name}：新增事项"
        elif new is None and old is not None:
            yield f"{old.number} {old.name}：取消事项"
        elif old is not None and new is not None:
            for change in find_changes(old, new):
                yield f"{new.number} {new.name}｜{change.words}"


@policy.command(
    help="列出清单与指南的全部差异和每处差异的执行口径；有未定口径时退出码为1。"
)
@click.argument("folder", type=existing_folder, default=FOLDER)
@click.option("--region", help="地区代码，默认为公布清单的省。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="哪一天的版本。")
@click.pass_context
def differences(
    context: click.Context, folder: Path, region: str | None, day: datetime | None
) -> None:
    """Print each difference with its ruling, the list's order first."""
    book = _loaded(folder)
    on = book.effective_days()[-1] if day is None else day.date()
    found = book.differences_on(region or _publisher(book), on)
    for difference in found:
        click.echo(_difference_line(difference))
    waiting = [difference for difference in found if not difference.is_settled]
    click.echo(f"共{len(found)}处差异，{len(waiting)}处还没有口径。")
    if waiting:
        context.exit(1)


def _difference_line(difference: Difference) -> str:
    ruling = difference.ruling
    choice = "未定口径" if ruling is None else f"口径{ruling.code}：{ruling.choice}"
    word = DIFFERENCE_WORDS[difference.field]
    return f"{difference.number} {word}｜{words_of(difference)}｜{choice}"
