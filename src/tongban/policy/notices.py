"""Reads and checks what people are told: templates, items' own words, delivery."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from tongban.core.days import Period
from tongban.core.items.catalogue import ServiceItem
from tongban.core.notices.blanks import (
    BLANKS,
    FILLED_BY,
    blanks_of,
    longest,
    unfillable,
)
from tongban.core.notices.book import Exempt, NoticeBook, Template, Wording
from tongban.core.notices.coverage import coverage, holes, stale_exemptions
from tongban.core.notices.delivery import DeliveryRules
from tongban.core.notices.moments import MOMENT_WORDS, Moment, Way
from tongban.core.notices.replies import Task
from tongban.policy.book import PolicyBook
from tongban.policy.publishing import load_book
from tongban.policy.reading import (
    Document,
    Place,
    PolicyErrors,
    Problem,
    read_document,
)
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "notices"
WAYS_WRITTEN: Final = ("inbox", "sms", "voice", "post")
SIGNATURE_MARKS: Final = 2  # the brackets around it


def load_notice_book(folder: Path) -> NoticeBook:
    """Return the book of templates; raises ``PolicyErrors`` with every mistake.

    Items are not looked at; ``check_notices`` does that too.
    """
    templates = _read(folder, "templates", "notice-templates")
    items = _read(folder, "items", "notice-items")
    rules = _rules(_read(folder, "delivery", "notice-delivery"))
    problems = [
        *_template_problems(templates, "templates", rules),
        *_template_problems(items, "own", rules),
        *_unwritten(templates),
    ]
    if problems:
        raise PolicyErrors(tuple(problems))
    written: Any = templates.data
    own: Any = items.data
    return NoticeBook(
        templates={one["code"]: _template(one) for one in written["templates"]},
        rules=rules,
        own={(one["item"], one["code"]): _template(one) for one in own["own"]},
        exempt=tuple(
            Exempt(one["item"], Moment(one["moment"]), one["reason"])
            for one in own["exempt"]
        ),
    )


def check_folder(folder: Path) -> NoticeBook:
    """Return the book checked against the folder's own items.

    A catalogue that cannot be read is another check's to report.
    """
    try:
        catalogue = load_book(folder)
    except PolicyErrors:
        return load_notice_book(folder)
    return check_notices(folder, catalogue)


def check_notices(folder: Path, catalogue: PolicyBook) -> NoticeBook:
    """Return the book when every item has words for every moment.

    Raises ``PolicyErrors`` also for holes, for exemptions that nothing needs,
    for items unknown, and for names too long for a short message.
    """
    book = load_notice_book(folder)
    day = catalogue.effective_days()[-1]
    items = {
        str(item.code): item
        for region in catalogue.publishers()
        for item in catalogue.items_on(region, day)
    }
    problems = tuple(_item_problems(folder, book, items, day))
    if problems:
        raise PolicyErrors(problems)
    return book


def _read(folder: Path, name: str, schema: str) -> Document:
    path = folder / FOLDER / f"{name}.yaml"
    shown = f"{FOLDER}/{name}.yaml"
    try:
        document = read_document(path, shown)
    except OSError as missing:
        problem = Problem(shown, 1, f"读不到文件：{missing.strerror}")
        raise PolicyErrors((problem,)) from missing
    problems = find_schema_problems(document, schema)
    if problems:
        raise PolicyErrors(problems)
    return document


def _template_problems(
    document: Document, key: str, rules: DeliveryRules
) -> Iterator[Problem]:
    data: Any = document.data
    seen: set[tuple[str, str]] = set()
    for at, template in enumerate(data[key]):
        place: Place = (key, at)
        code = template["code"]
        name = (template.get("item", ""), code)
        if name in seen:
            yield document.problem(place, f"模板“{code}”写了两次")
        seen.add(name)
        if code not in FILLED_BY:
            yield document.problem((*place, "code"), f"没有“{code}”这样的消息")
            continue
        for number, version in enumerate(template["versions"]):
            spot = (*place, "versions", number)
            yield from _version_problems(document, spot, code, version, rules)
        yield from _overlaps(document, (*place, "versions"), template["versions"])


def _version_problems(
    document: Document,
    place: Place,
    code: str,
    version: Mapping[str, Any],
    rules: DeliveryRules,
) -> Iterator[Problem]:
    for way in WAYS_WRITTEN:
        text = version.get(way, "")
        spot = (*place, way)
        try:
            unknown = [name for name in blanks_of(text) if name not in BLANKS]
        except ValueError:
            yield document.problem(spot, "花括号里只能写变量名")
            continue
        if unknown:
            yield document.problem(spot, f"没有登记的变量：{'、'.join(unknown)}")
            continue
        wrong = unfillable(code, text)
        if wrong:
            words = "、".join(f"{name}（{BLANKS[name].meaning}）" for name in wrong)
            yield document.problem(spot, f"“{code}”填不了变量{words}")
        elif way == Way.SMS.value:
            yield from _too_long(document, spot, text, rules)


def _too_long(
    document: Document, place: Place, text: str, rules: DeliveryRules
) -> Iterator[Problem]:
    length = longest(text) + len(rules.signature) + SIGNATURE_MARKS
    if length > rules.sms_characters_max:
        most = rules.sms_characters_max
        yield document.problem(place, f"短信最长会有{length}字，超过{most}字")


def _overlaps(
    document: Document, place: Place, versions: Iterable[Mapping[str, Any]]
) -> Iterator[Problem]:
    periods = [_period(version["in_force"]) for version in versions]
    for one, other in combinations(range(len(periods)), 2):
        if periods[one].overlaps(periods[other]):
            words = f"第{one + 1}版和第{other + 1}版的日期重叠"
            yield document.problem((*place, other, "in_force"), words)


def _unwritten(document: Document) -> Iterator[Problem]:
    data: Any = document.data
    written = {template["code"] for template in data["templates"]}
    for code in sorted(FILLED_BY.keys() - written):
        yield document.problem(("templates",), f"缺少“{code}”的模板")


def _item_problems(
    folder: Path, book: NoticeBook, items: Mapping[str, ServiceItem], day: date
) -> Iterator[Problem]:
    templates = _read(folder, "templates", "notice-templates")
    own = _read(folder, "items", "notice-items")
    for item, code in book.own:
        if item not in items:
            yield own.problem(("own",), f"“{code}”写给了不存在的事项“{item}”")
    for item, moment in stale_exemptions(items.values(), book):
        words = f"“{item}”的“{MOMENT_WORDS[moment]}”不需要另写不适用的理由"
        yield own.problem(("exempt",), words)
    for cell in holes(coverage(items.values(), book, day)):
        name = items[cell.item].name
        words = f"“{name}”的“{MOMENT_WORDS[cell.moment]}”没有可用的模板：{cell.why}"
        yield templates.problem(("templates",), words)
    longest_name = BLANKS["item"].longest
    for found in items.values():
        if len(found.name) > longest_name:
            yield own.problem((), f"事项名称“{found.name}”超过{longest_name}字")


def _template(said: Mapping[str, Any]) -> Template:
    return Template(
        code=said["code"],
        versions=tuple(_wording(version) for version in said["versions"]),
        legal=said.get("legal", False),
        urgent=said.get("urgent", False),
    )


def _wording(version: Mapping[str, Any]) -> Wording:
    return Wording(
        in_force=_period(version["in_force"]),
        inbox=version["inbox"],
        sms=version.get("sms", ""),
        voice=version.get("voice", ""),
        post=version.get("post", ""),
    )


def _period(said: Mapping[str, str]) -> Period:
    last = said.get("through")
    return Period.through(
        date.fromisoformat(said["from"]), date.fromisoformat(last) if last else None
    )


def _rules(document: Document) -> DeliveryRules:
    said: Any = document.data
    quiet, elders, sms = said["quiet_hours"], said["elders"], said["sms"]
    rules = DeliveryRules(
        quiet_from=time.fromisoformat(quiet["from"]),
        quiet_until=time.fromisoformat(quiet["until"]),
        second_way_hours=said["second_way_hours"]["value"],
        elder_age=elders["age"],
        usual=tuple(Way(way) for way in said["usual_ways"]["value"]),
        elder=tuple(Way(way) for way in elders["ways"]),
        ladder=tuple(Way(way) for way in said["ladder"]["value"]),
        retry_minutes=tuple(said["retries"]["minutes"]),
        call_tries_max=said["calls"]["tries"],
        call_again_hours=said["calls"]["again_hours"],
        signature=sms["signature"],
        sms_characters_max=sms["characters"],
        reply_words={task: tuple(said["replies"][task.value]) for task in Task},
    )
    if rules.quiet_until >= rules.quiet_from:
        words = "安静时段要跨过午夜：开始晚于结束"
        raise PolicyErrors((document.problem(("quiet_hours",), words),))
    repeated = _repeated_words(rules.reply_words)
    if repeated:
        words = f"同一个回复词写给了两件事：{'、'.join(repeated)}"
        raise PolicyErrors((document.problem(("replies",), words),))
    return rules


def _repeated_words(words: Mapping[Task, tuple[str, ...]]) -> tuple[str, ...]:
    seen: set[str] = set()
    twice = []
    for word in (word for known in words.values() for word in known):
        if word in seen:
            twice.append(word)
        seen.add(word)
    return tuple(twice)
