"""What a lower region may not do to an item: make it harder (四最、六统一).

It may shorten a limit, drop a material, add a channel, a place or a phone. It
may not add a step, a material or a day, nor rename the item (CN39-四). Local
extra materials are apart: they bind from the day they are posted (SD28-15).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    STEP_WORDS,
    Citation,
    JsonValue,
    Limit,
    LimitLayer,
    Material,
    ServiceItem,
    SpecialStep,
)
from tongban.core.items.limits import length_of, matches

CLAUSE: Final = Citation(
    document="CN39",
    clause="四",
    printed="坚决取消法律法规及国家政策要求之外的办理环节和材料",
)
UNIFORM: Final = Citation(
    document="CN39",
    clause="四",
    printed=(
        "实现全国医保经办服务事项名称、事项编码、办理材料、办理时限、办理环节、服务标准“六统一”"
    ),
)
_OTHER: Final = "其他"


@dataclass(frozen=True, slots=True)
class Burden:
    """One thing a region made harder: a stable kind, Chinese words, the clause."""

    kind: str
    subject: str
    words: str
    clause: Citation = CLAUSE


def find_burdens(parent: ServiceItem, child: ServiceItem) -> tuple[Burden, ...]:
    """Return every way in which the child burdens the applicant more (CN39-四)."""
    return (
        *_identity(parent, child),
        *_materials(parent, child),
        *_limits(parent, child),
        *_steps(parent, child),
        *_special_steps(parent, child),
        *_openings(parent, child),
        *_form(parent.form, child.form),
    )


def _identity(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    for kind, word, above, below in (
        ("renamed", "事项名称", parent.name, child.name),
        ("renumbered", "事项序号", str(parent.number), str(child.number)),
        ("regrouped", "主项名称", parent.main_item, child.main_item),
    ):
        if above != below:
            words = f"{word}与上级不一致：上级为“{above}”，本级为“{below}”"
            yield Burden(kind, below, words, UNIFORM)


def _materials(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    above = {material.code: material for material in _all_materials(parent)}
    for material in _all_materials(child):
        known = above.get(material.code)
        if known is not None:
            yield from _heavier(known, material)
        elif not material.local:
            words = f"增加了上级没有的材料“{material.name}”"
            yield Burden("material_added", material.name, words)


def _all_materials(item: ServiceItem) -> tuple[Material, ...]:
    return (*item.materials, *item.conditional_materials)


def _heavier(above: Material, below: Material) -> Iterator[Burden]:
    name = below.name
    if (above.name, above.text, above.kind) != (below.name, below.text, below.kind):
        words = f"材料“{above.name}”的名称、文字或类型与上级不一致"
        yield Burden("material_reworded", name, words, UNIFORM)
    for kind, is_heavier in _HEAVIER.items():
        if is_heavier(above, below):
            yield Burden(kind, name, f"材料“{name}”{_HEAVIER_WORDS[kind]}")


def _fewer_alternatives(above: Material, below: Material) -> bool:
    return not set(above.alternatives) <= set(below.alternatives)


def _asked_more_often(above: Material, below: Material) -> bool:
    widened = bool(above.when) and (
        not below.when or not set(below.when) <= set(above.when)
    )
    return widened or not set(above.unless) <= set(below.unless)


def _shorter_validity(above: Material, below: Material) -> bool:
    if below.valid_months is None:
        return False
    return above.valid_months is None or below.valid_months < above.valid_months


_HEAVIER: Final[Mapping[str, Callable[[Material, Material], bool]]] = {
    "more_copies": lambda above, below: below.copies > above.copies,
    "original_asked": lambda above, below: below.original and not above.original,
    "stamp_asked": lambda above, below: below.stamped and not above.stamped,
    "made_required": lambda above, below: above.optional and not below.optional,
    "pledge_lost": lambda above, below: bool(above.pledge) and not below.pledge,
    "sharing_lost": lambda above, below: bool(above.sharing) and not below.sharing,
    "alternatives_lost": _fewer_alternatives,
    "asked_more_often": _asked_more_often,
    "shorter_validity": _shorter_validity,
}
_HEAVIER_WORDS: Final[Mapping[str, str]] = {
    "more_copies": "增加了份数",
    "original_asked": "改为要求原件",
    "stamp_asked": "改为要求盖章",
    "made_required": "由可选改为必须",
    "pledge_lost": "不再允许告知承诺",
    "sharing_lost": "不再通过数据共享取得",
    "alternatives_lost": "减少了可以替代的材料",
    "asked_more_often": "扩大了需要提供的情形",
    "shorter_validity": "缩短了有效期",
}


def _limits(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    seen: set[str] = set()
    for facts in _fact_combinations((*parent.limits, *child.limits)):
        above = strictest(parent.limits, facts)
        if above is None:
            continue
        for below in _limits_to_compare(parent, child, facts):
            words = f"办理时限由“{above.label}”变为“{_label(below)}”，比上级长"
            if _longer(below, above) and words not in seen:
                seen.add(words)
                yield Burden("limit_lengthened", _label(below), words)


def _limits_to_compare(
    parent: ServiceItem, child: ServiceItem, facts: Mapping[str, str]
) -> Iterator[Limit | None]:
    yield strictest(child.limits, facts)
    for limit in child.limits:
        own = limit not in parent.limits and limit.layer is not LimitLayer.NATION
        if own and matches(limit, facts):
            yield limit


def _longer(below: Limit | None, above: Limit) -> bool:
    return below is None or length_of(below) > length_of(above)


def _label(limit: Limit | None) -> str:
    return "无时限" if limit is None else limit.label


def strictest(limits: tuple[Limit, ...], facts: Mapping[str, str]) -> Limit | None:
    """Return the shortest limit that runs for these facts, over all layers."""
    running: dict[LimitLayer, Limit] = {}
    for limit in limits:
        if not matches(limit, facts):
            continue
        rival = running.get(limit.layer)
        if rival is None or len(limit.facts or {}) > len(rival.facts or {}):
            running[limit.layer] = limit
    return min(running.values(), key=length_of, default=None)


def _fact_combinations(limits: tuple[Limit, ...]) -> Iterator[Mapping[str, str]]:
    values: dict[str, dict[str, None]] = {}
    for limit in limits:
        for fact, accepted in (limit.facts or {}).items():
            values.setdefault(fact, {_OTHER: None}).update(dict.fromkeys(accepted))
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def _steps(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    for step in child.steps:
        if step not in parent.steps:
            word = STEP_WORDS[step]
            yield Burden("step_added", word, f"增加了上级没有的环节“{word}”")
    if parent.automatic and not child.automatic:
        words = "上级免申即享或自动办理，本级改为人工办理"
        yield Burden("automation_lost", child.name, words)


def _special_steps(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    above = {special.name: special for special in parent.special_steps}
    for special in child.special_steps:
        known = above.get(special.name)
        if known is None:
            words = f"增加了上级没有的特殊环节“{special.name}”"
            yield Burden("special_step_added", special.name, words)
        elif _takes_more_days(known, special):
            words = f"特殊环节“{special.name}”的时间比上级长"
            yield Burden("special_step_lengthened", special.name, words)


def _takes_more_days(above: SpecialStep, below: SpecialStep) -> bool:
    if above.counted and not below.counted:
        return True
    if above.working_days is None:
        return False
    return below.working_days is None or below.working_days > above.working_days


def _openings(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    for channel in parent.channels:
        if channel not in child.channels:
            word = CHANNEL_WORDS[channel]
            yield Burden("channel_dropped", word, f"取消了上级的办理方式“{word}”")
    for audience in parent.audiences:
        if audience not in child.audiences:
            word = AUDIENCE_WORDS[audience]
            yield Burden("audience_dropped", word, f"不再为“{word}”办理")
    for result in parent.results:
        if result not in child.results:
            yield Burden("result_dropped", result, f"不再出具“{result}”", UNIFORM)
    yield from _options(parent, child)


def _options(parent: ServiceItem, child: ServiceItem) -> Iterator[Burden]:
    offered = {option.code for group in child.situations for option in group.options}
    for group in parent.situations:
        for option in group.options:
            if option.code not in offered:
                words = f"取消了情形“{option.name}”"
                yield Burden("situation_dropped", option.name, words)


def _form(
    above: Mapping[str, JsonValue], below: Mapping[str, JsonValue]
) -> Iterator[Burden]:
    known = _fields(above)
    required = _required(above)
    for field in sorted(_required(below) - required):
        title = _title(_fields(below).get(field), field)
        yield Burden("field_required", field, f"表单增加了必填项“{title}”")
    for field, shape in _fields(below).items():
        if field in known and shape != known[field]:
            words = f"表单项“{_title(shape, field)}”的要求与上级不一致"
            yield Burden("field_changed", field, words, UNIFORM)


def _fields(form: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    fields = form.get("properties")
    return fields if isinstance(fields, Mapping) else {}


def _required(form: Mapping[str, JsonValue]) -> set[str]:
    named = form.get("required")
    required = (
        {name for name in named if isinstance(name, str)}
        if isinstance(named, tuple)
        else set()
    )
    for field, shape in _fields(form).items():
        if isinstance(shape, Mapping) and shape.get("x-required") is True:
            required.add(field)
    return required


def _title(shape: JsonValue, field: str) -> str:
    title = shape.get("title") if isinstance(shape, Mapping) else None
    return title if isinstance(title, str) else field
