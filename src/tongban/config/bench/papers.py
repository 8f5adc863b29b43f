"""Papers set one after another: the first with its fonts, and each next one."""

from datetime import UTC, datetime
from time import perf_counter
from typing import Final

from tongban.config.bench.measures import Measure, Watch
from tongban.core.json_values import Json
from tongban.core.papers.content import PaperContent, Table
from tongban.core.papers.kinds import Edition, PaperKind
from tongban.gateways.typesetting import qr_svg, typeset

ROUNDS: Final = 40
AT: Final = datetime(2026, 11, 23, 2, tzinfo=UTC)
MILLISECONDS: Final = 1_000


def measure_papers() -> dict[str, Measure]:
    """Return the milliseconds of the first paper of a process and of the next ones."""
    began = perf_counter()
    typeset("paper", _data(0), at=AT)
    first = (perf_counter() - began) * MILLISECONDS
    watch = Watch()
    for turn in range(1, ROUNDS + 1):
        data = _data(turn)
        with watch.timing():
            typeset("paper", data, at=AT)
    return {
        "papers.render_first": Measure(first, "毫秒"),
        "papers.render": Measure(watch.median * MILLISECONDS, "毫秒"),
    }


def _data(turn: int) -> dict[str, Json]:
    """Return a notice of four lacks; every turn another one, so nothing is cached."""
    number = f"GZ37070220261123{turn:08d}-4"
    address = f"https://ybfw.example/papers/{number}/?c=0123456789AB"
    return {
        "content": _content(number, turn).as_json(),
        "edition": Edition.FULL.value,
        "qr": qr_svg(address),
        "check_url": address,
        "check_code": "0123456789AB",
        "issued_words": "2026年11月23日",
        "notes": [],
    }


def _content(number: str, turn: int) -> PaperContent:
    lacks = tuple(
        (str(place), f"材料{turn}-{place}", "不符合要求", "原件", "请补盖收费专用章")
        for place in range(1, 5)
    )
    columns = ("序号", "补正内容", "问题", "规定的要求", "怎样补正")
    return PaperContent(
        kind=PaperKind.NOTICE,
        number=number,
        check_code="0123456789AB",
        title="一次性告知书",
        case_number=number,
        item_name="住院费用报销",
        addressee=f"申请人{turn}",
        is_person=True,
        office="潍坊市医疗保障服务大厅",
        seal_note="演示",
        issued_at="2026-11-23T10:00:00+08:00",
        paragraphs=(f"您的第{turn}份申请还需要补正下列内容，请一次补齐。",),
        facts=(("办件编号", number),),
        tables=(Table("需要补正的内容", columns, lacks),),
        why=(),
        remedies=(),
        phones=(("咨询电话", "10000000001"),),
    )
