"""The guide page laid out for paper: same view, same sentences, same order."""

from collections.abc import Iterable
from typing import Final

from tongban.core.json_values import JsonObject
from tongban.core.papers.kinds import Edition
from tongban.portals.citizen.guide_page import QUALITY, GuideView
from tongban.portals.citizen.wording import MaterialLine
from tongban.portals.shared.layout.flow import Branch, Row, rows_of
from tongban.services.papers.guides import GuideSheet, Section

NO_MATERIALS: Final = "不需要材料。填好表、确认承诺就可以提交。"
FREE: Final = "不收费。清单和办事指南没有列任何收费项目。"
ONCE: Final = (
    "每样材料只交一次；指南之外的材料，工作人员不会要求您提供。"
    "材料不齐时，我们一次性告诉您还缺什么。"
)
COUNTED: Final = "时限按法定工作日计算，受理当天不算；等您补正的时间不计入。"
FETCHED: Final = "办结后可在“我的办件”查看和下载；也可以选择到窗口领取或邮寄。"
NONE_SPECIAL: Final = "没有特殊环节。"


def sheet_of(guide: GuideView, edition: Edition, *, url: str) -> GuideSheet:
    """Return the guide as it goes on paper; the short edition has less of it."""
    sections = _short(guide) if edition is Edition.SHORT else _whole(guide)
    return GuideSheet(
        title=guide.name,
        subtitle=f"{guide.main_item} · 第 {guide.number} 项 · {guide.region_name}适用",
        region=guide.region_name,
        version=f"版本 {guide.version}",
        source=f"内容来源：{guide.source_words}",
        url=url,
        dated_on=guide.effective_on,
        sections=tuple(section for section in sections if section.parts),
    )


def _whole(guide: GuideView) -> tuple[Section, ...]:
    return (
        Section("一眼看懂", (_pairs(_summary(guide)),)),
        Section("基本信息", (_pairs(guide.basics),)),
        Section("办理方式与地点时间", tuple(_where(guide))),
        Section(
            "申请条件",
            (
                _lines(
                    guide.condition_lines or (f"服务对象：{guide.audience_words}。",)
                ),
            ),
        ),
        Section("申请材料", (*_materials(guide), _lines((ONCE,)))),
        Section(
            "办理流程",
            (
                _flow(guide) if guide.flow else _lines((guide.steps_words,)),
                _lines(guide.flow_lines),
            ),
        ),
        Section("特殊环节", (_special(guide),)),
        Section("办理时限", (_limits(guide), _lines((COUNTED,)))),
        Section("收费", (_lines((FREE,)),)),
        Section("结果名称与领取方式", (_lines(("、".join(guide.results), FETCHED)),)),
        Section("设定依据", (_basis(guide),)),
        Section("常见问题", tuple(_asked(guide))),
        Section("备注与执行口径", tuple(_notes(guide))),
        Section("咨询与监督电话", (_phones(guide),)),
        Section(QUALITY, (_lines(guide.quality_lines),) if guide.quality_lines else ()),
        Section("原文勘误", tuple(_misprints(guide))),
    )


def _short(guide: GuideView) -> tuple[Section, ...]:
    names = tuple(one.name + _marks(one) for one in guide.materials)
    return (
        Section("一眼看懂", (_pairs(_summary(guide)),)),
        Section("要带的材料", (_list(names) if names else _lines((NO_MATERIALS,)),)),
        Section("办理环节", (_lines((guide.steps_words,)),)),
        Section(
            "办理方式", (_lines(("、".join(chip.words for chip in guide.channels),)),)
        ),
        Section("结果", (_lines(("、".join(guide.results),)),)),
        Section("咨询与监督电话", (_phones(guide),)),
    )


def _summary(guide: GuideView) -> tuple[tuple[str, str], ...]:
    return (
        ("多久办好", guide.limit_words),
        ("要带几样材料", guide.material_words),
        ("要跑几次", guide.visit_words),
        ("收不收费", "不收费"),
    )


def _served(guide: GuideView) -> tuple[str, ...]:
    return (f"服务对象：{guide.audience_words}。",)


def _channels(guide: GuideView) -> str:
    return "、".join(chip.words for chip in guide.channels)


def _where(guide: GuideView) -> Iterable[JsonObject]:
    yield _lines((_channels(guide),))
    if guide.channel_lines:
        yield _lines(guide.channel_lines)
    if guide.places:
        yield _table(
            ("地点", "地址", "时间", "电话"),
            tuple(
                (one.name, one.address, one.hours, one.phone) for one in guide.places
            ),
        )
    if guide.sites:
        yield _lines((f"网上入口：{'、'.join(guide.sites)}",))


def _materials(guide: GuideView) -> Iterable[JsonObject]:
    if guide.answered:
        chosen, count = "、".join(guide.answered), len(guide.materials)
        yield _lines((f"按您选的情况（{chosen}），需要 {count} 样材料：",))
    cards = [
        {"name": f"{place}. {one.name}", "lines": list(_said_of(one))}
        for place, one in enumerate(guide.materials, 1)
    ]
    if cards:
        yield {"kind": "cards", "cards": cards}
    else:
        yield _lines((NO_MATERIALS,))


def _said_of(material: MaterialLine) -> Iterable[str]:
    if material.alternatives:
        yield f"任选一样：{' 或 '.join(material.alternatives)}"
    if material.text != material.name:
        yield f"原文：{material.text}"
    if material.marks:
        yield "、".join(mark.words for mark in material.marks)
    if material.pledge_text:
        yield "没有这份材料？可以签承诺书"
        yield material.pledge_text
        yield f"依据：{material.pledge_basis}"
    if material.sharing_text:
        yield material.sharing_text


def _marks(material: MaterialLine) -> str:
    words = "、".join(mark.words for mark in material.marks)
    return f"（{words}）" if words else ""


def _flow(guide: GuideView) -> JsonObject:
    return {"kind": "flow", "rows": [_row(row) for row in rows_of(guide.flow)]}


def _row(row: Row) -> JsonObject:
    return {
        "box": _box(row.box.title, row.box.actor, row.box.detail),
        "branches": [_branch(branch) for branch in row.branches],
        "down": row.down,
        "last": row.last,
    }


def _branch(branch: Branch) -> JsonObject:
    boxes = [_box(one.title, one.actor, one.detail) for one in branch.boxes]
    return {"label": branch.label, "boxes": boxes, "then": branch.then}


def _box(title: str, actor: str, detail: str) -> JsonObject:
    return {"title": title, "actor": actor, "detail": detail}


def _special(guide: GuideView) -> JsonObject:
    if not guide.special_steps:
        return _lines((NONE_SPECIAL,))
    return _table(
        ("环节", "时间", "是否计入办理时限", "依据"),
        tuple(
            (one.name, one.days, one.counted, one.basis) for one in guide.special_steps
        ),
    )


def _limits(guide: GuideView) -> JsonObject:
    return _table(
        ("情形", "时限", "由谁规定"),
        tuple((row.when, row.words, row.layer) for row in guide.limits),
    )


def _basis(guide: GuideView) -> JsonObject:
    return _list(guide.basis) if guide.basis else _lines((guide.source_words,))


def _asked(guide: GuideView) -> Iterable[JsonObject]:
    cards = [
        {"name": one.ask, "lines": [one.answer, f"“{one.quote}”（{one.source}）"]}
        for one in guide.asked
    ]
    if cards:
        yield {"kind": "cards", "cards": cards}


def _notes(guide: GuideView) -> Iterable[JsonObject]:
    if guide.remarks:
        yield _list(guide.remarks)
    for ruling in guide.rulings:
        said = (
            f"清单写的是：{ruling.listed}" if ruling.listed else "",
            f"办事指南写的是：{ruling.guided}" if ruling.guided else "",
            f"现在执行：{ruling.choice}",
            ruling.reason,
        )
        card = {"name": ruling.point, "lines": [words for words in said if words]}
        yield {"kind": "cards", "cards": [card]}


def _misprints(guide: GuideView) -> Iterable[JsonObject]:
    for slip in guide.misprints:
        said = f"原文印作“{slip.printed}”，更正为“{slip.corrected}”。"
        yield _lines((f"{said}{slip.reason}",))


def _phones(guide: GuideView) -> JsonObject:
    if not guide.phones:
        return _lines(("本地电话由经办机构公布，见办事地点和电话。",))
    return _pairs(tuple((one.name, one.number) for one in guide.phones))


def _pairs(pairs: Iterable[tuple[str, str]]) -> JsonObject:
    listed = [{"name": name, "value": value} for name, value in pairs]
    return {"kind": "facts", "pairs": listed}


def _lines(lines: Iterable[str]) -> JsonObject:
    return {"kind": "lines", "lines": list(lines)}


def _list(lines: Iterable[str]) -> JsonObject:
    return {"kind": "list", "lines": list(lines)}


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> JsonObject:
    return {
        "kind": "table",
        "columns": list(columns),
        "rows": [list(row) for row in rows],
    }
