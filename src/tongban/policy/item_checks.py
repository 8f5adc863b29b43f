"""What an item, its overlays and its guides must hold in themselves."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Final, TypeVar, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tongban.core.items.catalogue import Guide, Limit, Material, ServiceItem
from tongban.core.items.limits import find_collision, limits_of_audience
from tongban.core.items.situations import situation_codes
from tongban.policy.folder import Folder, Written
from tongban.policy.reading import Problem
from tongban.policy.shapes import Json, to_json

T = TypeVar("T")
_UNSAID: Final = "-"


def find_item_problems(folder: Folder) -> tuple[Problem, ...]:
    """Return the mistakes inside items, overlays and guides."""
    return tuple(problem for check in _CHECKS for problem in check(folder))


def _situations(folder: Folder) -> Iterator[Problem]:
    offered: dict[str, set[str]] = {}
    for item in folder.items:
        offered.setdefault(item.value.code, set()).update(_offered(item.value))
    for overlay in folder.overlays:
        codes = situation_codes(overlay.value.situations)
        offered.setdefault(overlay.value.item, set()).update(codes)
    for item in folder.items:
        value, mine = item.value, _offered(item.value)
        yield from _asked(item, "materials", value.materials, mine)
        extra = value.conditional_materials
        yield from _asked(item, "conditional_materials", extra, mine)
    for guide in folder.guides:
        code = guide.value.item
        if code in offered and f"item/{code}" not in folder.broken:
            known = offered[code]
            yield from _asked(guide, "materials", guide.value.materials, known)
    for overlay in folder.overlays:
        known = offered[overlay.value.item]
        yield from _asked(overlay, "materials", overlay.value.materials, known)
        extra = overlay.value.conditional_materials
        yield from _asked(overlay, "conditional_materials", extra, known)


def _offered(item: ServiceItem) -> frozenset[str]:
    return situation_codes(item.situations)


def _asked(
    written: Written[T],
    field: str,
    materials: tuple[Material, ...],
    offered: Iterable[str],
) -> Iterator[Problem]:
    known = frozenset(offered)
    for at, material in enumerate(materials):
        for code in (*material.when, *material.unless):
            if code not in known:
                words = f"材料“{material.name}”的情形“{code}”不在本事项的情形之内"
                yield written.problem(words, field, at)


def _limits(folder: Folder) -> Iterator[Problem]:
    for item in folder.items:
        yield from _limit_shapes(item, item.value.limits)
        yield from _limit_collisions(item)
    for guide in folder.guides:
        yield from _limit_shapes(guide, guide.value.limits)
    for overlay in folder.overlays:
        yield from _limit_shapes(overlay, overlay.value.limits)


def _limit_shapes(written: Written[T], limits: tuple[Limit, ...]) -> Iterator[Problem]:
    for at, limit in enumerate(limits):
        ways = (
            limit.immediate, limit.working_days is not None, limit.collection_period
        )  # fmt: skip
        if sum(ways) != 1:
            words = f"时限“{limit.label}”应当且只能写一种：即时、工作日数或集中缴费期"
            yield written.problem(words, "limits", at)


def _limit_collisions(item: Written[ServiceItem]) -> Iterator[Problem]:
    for first, second in find_collisions(item.value):
        yield item.problem(f"时限“{first}”与“{second}”在同一情形下同时适用", "limits")


def find_collisions(item: ServiceItem) -> tuple[tuple[str, str], ...]:
    """Return the codes of limits that claim the same facts of some audience."""
    found: set[tuple[str, str]] = set()
    for audience in item.audiences:
        limits = limits_of_audience(item.limits, audience)
        for facts in _combinations(limits):
            pair = find_collision(limits, facts)
            if pair is not None:
                found.add((pair[0].code, pair[1].code))
    return tuple(sorted(found))


def _combinations(limits: Iterable[Limit]) -> Iterator[Mapping[str, str]]:
    values: dict[str, dict[str, None]] = {}
    for limit in limits:
        for fact, accepted in (limit.facts or {}).items():
            values.setdefault(fact, {_UNSAID: None}).update(dict.fromkeys(accepted))
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def _flows(folder: Folder) -> Iterator[Problem]:
    for guide in folder.guides:
        boxes = {box.code for box in guide.value.flow}
        for at, box in enumerate(guide.value.flow):
            for _, target in box.next:
                if target not in boxes:
                    words = f"流程“{box.title}”指向不存在的环节“{target}”"
                    yield guide.problem(words, "flow", at, "next")
    yield from _rival_guides(folder)


def _rival_guides(folder: Folder) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], Written[Guide]] = {}
    for guide in folder.guides:
        for audience in guide.value.audiences:
            key = (guide.region, guide.value.item, audience.value)
            first = seen.setdefault(key, guide)
            if first.value.code != guide.value.code:
                words = (
                    f"同一事项同一服务对象有两份指南：{first.value.code}、"
                    f"{guide.value.code}"
                )
                yield guide.problem(words, "audiences")


def _steps(folder: Folder) -> Iterator[Problem]:
    for item in folder.items:
        value = item.value
        for at, special in enumerate(value.special_steps):
            if special.step not in value.steps:
                words = f"特殊环节“{special.name}”不在办理环节之内"
                yield item.problem(words, "special_steps", at)
        for level, steps in (value.delegations or {}).items():
            extra = [step.value for step in steps if step not in value.steps]
            if extra:
                words = f"下放的环节不在办理环节之内：{'、'.join(extra)}"
                yield item.problem(words, "delegations", level)


def _forms(folder: Folder) -> Iterator[Problem]:
    for item in folder.items:
        form = cast("dict[str, Json]", to_json(item.value.form))
        try:
            Draft202012Validator.check_schema(form)
        except SchemaError as error:
            place = tuple(error.absolute_path)
            words = f"表单不是正确的JSON Schema：{'/'.join(map(str, place))}"
            yield item.problem(words, "form", *place)
            continue
        yield from _form_fields(item)


def _form_fields(item: Written[ServiceItem]) -> Iterator[Problem]:
    fields = item.value.form.get("properties")
    names = fields if isinstance(fields, Mapping) else {}
    required = item.value.form.get("required")
    for name in required if isinstance(required, tuple) else ():
        if name not in names:
            yield item.problem(f"必填项“{name}”不在表单之内", "form", "required")
    offered = _offered(item.value)
    for name, shape in names.items():
        when = shape.get("x-when") if isinstance(shape, Mapping) else None
        for code in when if isinstance(when, tuple) else ():
            if code not in offered:
                words = f"表单项“{name}”的情形“{code}”不在本事项的情形之内"
                yield item.problem(words, "form", "properties", name)
        earlier = shape.get("x-not-before") if isinstance(shape, Mapping) else None
        if earlier is not None and earlier not in names:
            words = f"表单项“{name}”不得早于的“{earlier}”不在表单之内"
            yield item.problem(words, "form", "properties", name)


_CHECKS: Final[tuple[Callable[[Folder], Iterator[Problem]], ...]] = (
    _situations,
    _limits,
    _flows,
    _steps,
    _forms,
)
