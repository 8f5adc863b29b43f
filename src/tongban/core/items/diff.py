"""What changed between two versions of an item, field by field, in Chinese."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    STEP_WORDS,
    Audience,
    Channel,
    FlowStep,
    Guide,
    GuideSection,
    Limit,
    Material,
    Place,
    Ruling,
    ServiceItem,
    SituationGroup,
    SpecialStep,
    Step,
)

_NOTHING: Final = "无"
_OLD: Final = "原内容"
_NEW: Final = "新内容"
_FIELD_WORDS: Final[Mapping[str, str]] = {
    "number": "子项序号",
    "main_item_number": "主项序号",
    "main_item": "主项",
    "name": "事项名称",
    "version": "版本",
    "effective_on": "施行日期",
    "ends_on": "停止日期",
    "audiences": "服务对象",
    "limit_printed": "公布的办理时限",
    "steps": "办理环节",
    "channels": "办理方式",
    "remarks": "备注",
    "basis": "设定依据",
    "results": "办理结果",
    "effect": "办结后的处理",
    "automatic": "免申即享",
    "phones": "咨询电话",
    "sites": "办理网址",
    "keywords": "检索词",
    "delegations": "下放环节",
    "form": "申请表单",
}
_CODED_WORDS: Final[Mapping[str, str]] = {
    "materials": "办理材料",
    "conditional_materials": "特殊情形材料",
    "situations": "办理情形",
    "limits": "办理时限",
    "special_steps": "特殊环节",
    "guides": "办事指南",
    "rulings": "执行口径",
    "places": "办理地点",
}
_GUIDE_WORDS: Final[Mapping[str, str]] = {
    "name": "名称",
    "audiences": "服务对象",
    "channels": "办理方式",
    "materials": "申办材料",
    "limits": "办理时限",
    "flow": "办理流程",
    "sections": "正文",
    "effective_on": "施行日期",
    "ends_on": "停止日期",
}
_MATERIAL_WORDS: Final[Mapping[str, str]] = {
    "name": "名称",
    "text": "文字",
    "alternatives": "可替代材料",
    "when": "需要的情形",
    "unless": "不需要的情形",
    "issuer": "出具单位",
    "original": "要求原件",
    "copies": "份数",
    "stamped": "要求盖章",
    "optional": "可选",
    "valid_months": "有效月数",
    "local": "本地增加",
    "posted_on": "公示日期",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: where, and the words before and after."""

    path: str
    label: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """Return the change as one Chinese sentence."""
        return f"{self.label}：由“{self.before}”改为“{self.after}”"


def find_changes(old: ServiceItem, new: ServiceItem) -> tuple[Change, ...]:
    """Return every field that differs between two versions of one item.

    Two versions that differ in anything give at least one change.
    """
    found = (*_plain(old, new), *_coded(old, new))
    if found or old == new:
        return found
    return (Change("other", "依据、勘误等其他内容", _OLD, _NEW),)


def _plain(old: ServiceItem, new: ServiceItem) -> Iterator[Change]:
    for field, label in _FIELD_WORDS.items():
        before: object = getattr(old, field)
        after: object = getattr(new, field)
        if before != after:
            if field == "form":
                yield from _form(old, new)
            else:
                yield Change(field, label, words_of(before), words_of(after))


def _form(old: ServiceItem, new: ServiceItem) -> Iterator[Change]:
    before, after = _form_fields(old), _form_fields(new)
    for field in dict.fromkeys((*before, *after)):
        one, other = before.get(field, _NOTHING), after.get(field, _NOTHING)
        if one != other:
            yield Change(f"form.{field}", "申请表单", one, other)
    if before == after:
        yield Change("form", "申请表单", _OLD, _NEW)


def _form_fields(item: ServiceItem) -> Mapping[str, str]:
    fields = item.form.get("properties")
    required = item.form.get("required")
    names = fields if isinstance(fields, Mapping) else {}
    must = required if isinstance(required, tuple) else ()
    return {
        name: f"{_title(shape) or name}{'（必填）' if name in must else ''}"
        for name, shape in names.items()
    }


def _title(shape: object) -> str:
    title = shape.get("title") if isinstance(shape, Mapping) else None
    return title if isinstance(title, str) else ""


def _coded(old: ServiceItem, new: ServiceItem) -> Iterator[Change]:
    for field, label in _CODED_WORDS.items():
        before = {_key(thing): thing for thing in getattr(old, field)}
        after = {_key(thing): thing for thing in getattr(new, field)}
        for key in dict.fromkeys((*before, *after)):
            one, other = before.get(key), after.get(key)
            if one != other:
                yield from _changed(f"{field}.{key}", label, one, other)


def _changed(path: str, label: str, before: object, after: object) -> Iterator[Change]:
    if isinstance(before, Material) and isinstance(after, Material):
        yield from _material(path, label, before, after)
    elif isinstance(before, Guide) and isinstance(after, Guide):
        yield from _guide(path, label, before, after)
    else:
        yield Change(path, label, words_of(before), words_of(after))


def _guide(path: str, label: str, before: Guide, after: Guide) -> Iterator[Change]:
    """Name the parts of a guide that changed; long ones without their text."""
    for field, word in _GUIDE_WORDS.items():
        one: object = getattr(before, field)
        other: object = getattr(after, field)
        if one != other:
            said = (words_of(one), words_of(other))
            first, second = (_OLD, _NEW) if said[0] == said[1] else said
            yield Change(
                f"{path}.{field}", f"{label}“{before.name}”的{word}", first, second
            )


def _material(
    path: str, label: str, before: Material, after: Material
) -> Iterator[Change]:
    found = False
    for field, word in _MATERIAL_WORDS.items():
        one: object = getattr(before, field)
        other: object = getattr(after, field)
        if one != other:
            found = True
            yield Change(
                f"{path}.{field}",
                f"{label}“{before.name}”的{word}",
                words_of(one),
                words_of(other),
            )
    for field, word in (("pledge", "告知承诺"), ("sharing", "数据共享")):
        one, other = getattr(before, field), getattr(after, field)
        if one != other:
            found = True
            yield Change(
                f"{path}.{field}",
                f"{label}“{before.name}”的{word}",
                "允许" if one else "不允许",
                "允许" if other else "不允许",
            )
    if not found:
        yield Change(path, f"{label}“{before.name}”的依据", _OLD, _NEW)


def _key(thing: object) -> str:
    return str(getattr(thing, "code", None) or getattr(thing, "name", ""))


def words_of(value: object) -> str:
    """Return a value of an item as people read it; nothing is 无."""
    if value is None or value == ():
        return _NOTHING
    if isinstance(value, tuple):
        return "、".join(words_of(part) for part in value)
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{words_of(part)}" for key, part in value.items())
    return _single(value) or _NOTHING


def _single(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case Step():
            return STEP_WORDS[value]
        case Channel():
            return CHANNEL_WORDS[value]
        case Audience():
            return AUDIENCE_WORDS[value]
        case _:
            return _thing(value)


def _thing(value: object) -> str:
    match value:
        case Material():
            words = value.text
        case Limit():
            words = value.label
        case SituationGroup():
            options = "、".join(option.name for option in value.options)
            words = f"{value.question}（{options}）"
        case SpecialStep():
            words = _special_step(value)
        case Guide() | FlowStep() | GuideSection():
            words = _title_of(value)
        case Ruling():
            words = value.choice
        case Place():
            words = f"{value.name}（{value.address}，{value.hours}，{value.phone}）"
        case _:
            words = str(value)
    return words


def _title_of(value: Guide | FlowStep | GuideSection) -> str:
    if isinstance(value, Guide):
        return value.name
    return value.title if isinstance(value, FlowStep) else value.heading


def _special_step(special: SpecialStep) -> str:
    days = "" if special.working_days is None else f"{special.working_days}个工作日"
    return f"{special.name}{days}（{'计入' if special.counted else '不计入'}时限）"
