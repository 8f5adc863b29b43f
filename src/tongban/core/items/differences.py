"""Where the published list and its guides disagree (清单与指南的差异).

Nothing here is typed in by hand: the report compares the two published texts
item by item, audience by audience, and pairs each difference with its ruling.
A difference without one keeps the item from being published.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    STEP_WORDS,
    Audience,
    DifferenceField,
    Guide,
    ItemCode,
    Limit,
    Material,
    Ruling,
    ServiceItem,
)
from tongban.core.items.limits import limits_of_audience
from tongban.core.items.rulings import ruling_for
from tongban.core.items.terms import audiences_of, guide_for, is_listed, steps_of_flow

_NOTHING: Final = "无"
_GUIDE_CLAUSE: Final = "指南"
_DIGITS: Final = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Difference:
    """One point on which list and guide differ, and the ruling that settles it."""

    item: ItemCode
    number: int
    audience: Audience | None
    field: DifferenceField
    listed: str
    guided: str
    ruling: Ruling | None = None

    @property
    def is_settled(self) -> bool:
        """Whether a ruling says what applies."""
        return self.ruling is not None


def find_differences(items: Iterable[ServiceItem]) -> tuple[Difference, ...]:
    """Return every difference between the items and their guides, ruled or not."""
    found = [difference for item in items for difference in differences_of(item)]
    found.sort(key=lambda difference: difference.number)
    return tuple(found)


def differences_of(item: ServiceItem) -> tuple[Difference, ...]:
    """Return the differences of one item, each paired with its ruling."""
    found: list[Difference] = list(_numbering(item))
    for audience in audiences_of(item):
        guide = guide_for(item, audience)
        if guide is None:
            found.append(_missing_guide(item, audience))
        elif not is_listed(item, audience):
            found.append(_missing_item(item, audience, guide))
        else:
            found.extend(_compare(item, audience, guide))
    return tuple(found)


def unsettled(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Return the differences that still need a ruling before publishing."""
    return tuple(difference for difference in differences if not difference.is_settled)


def words_of(difference: Difference) -> str:
    """Return the difference as one Chinese sentence."""
    whom = "" if difference.audience is None else AUDIENCE_WORDS[difference.audience]
    return f"{whom}清单为“{difference.listed}”，指南为“{difference.guided}”"


def _compare(
    item: ServiceItem, audience: Audience, guide: Guide
) -> Iterator[Difference]:
    pairs = (
        (DifferenceField.NAME, _squeezed(item.name), _squeezed(guide.name)),
        (DifferenceField.CHANNELS, *_channels(item, guide)),
        (DifferenceField.STEPS, *_steps(item, guide)),
        (DifferenceField.LIMIT, *_limits(item, audience, guide)),
        (DifferenceField.MATERIALS, *_materials(item, guide)),
        (DifferenceField.CONDITIONAL_MATERIALS, *_conditional(item, guide)),
    )
    for field, listed, guided in pairs:
        if listed != guided:
            yield _difference(item, audience, field, listed, guided)


def _difference(
    item: ServiceItem,
    audience: Audience | None,
    field: DifferenceField,
    listed: str,
    guided: str,
) -> Difference:
    ruling = ruling_for(item.rulings, item=item.code, audience=audience, field=field)
    if ruling is None and field is DifferenceField.CONDITIONAL_MATERIALS:
        ruling = ruling_for(
            item.rulings,
            item=item.code,
            audience=audience,
            field=DifferenceField.MATERIALS,
        )
    return Difference(
        item=item.code,
        number=item.number,
        audience=audience,
        field=field,
        listed=listed,
        guided=guided,
        ruling=ruling,
    )


def _missing_guide(item: ServiceItem, audience: Audience) -> Difference:
    return _difference(item, audience, DifferenceField.GUIDE, item.name, _NOTHING)


def _missing_item(item: ServiceItem, audience: Audience, guide: Guide) -> Difference:
    return _difference(item, audience, DifferenceField.ITEM, _NOTHING, guide.name)


def _channels(item: ServiceItem, guide: Guide) -> tuple[str, str]:
    return (
        "、".join(word for way, word in CHANNEL_WORDS.items() if way in item.channels),
        "、".join(word for way, word in CHANNEL_WORDS.items() if way in guide.channels),
    )


def _steps(item: ServiceItem, guide: Guide) -> tuple[str, str]:
    listed = "—".join(STEP_WORDS[step] for step in item.steps)
    passed = steps_of_flow(guide)
    if set(passed) == set(item.steps):
        return listed, listed
    return listed, "—".join(STEP_WORDS[step] for step in passed) or _NOTHING


def _limits(item: ServiceItem, audience: Audience, guide: Guide) -> tuple[str, str]:
    """Compare the list's one column of limits with what the guide prints.

    A limit the item took over from a guide is not the list's, and a limit is
    compared on the layers the guide speaks of.
    """
    layers = {limit.layer for limit in guide.limits}
    listed = tuple(
        limit
        for limit in item.limits
        if limit.layer in layers and not limit.source.clause.startswith(_GUIDE_CLAUSE)
    )
    guided = limits_of_audience(guide.limits, audience)
    return _limit_words(listed), _limit_words(guided)


def _limit_words(limits: Iterable[Limit]) -> str:
    return "；".join(sorted(_limit_word(limit) for limit in limits)) or _NOTHING


def _limit_word(limit: Limit) -> str:
    if limit.immediate:
        length = "即时办结"
    elif limit.collection_period:
        length = "集中缴费期内办结"
    else:
        length = f"{limit.working_days}个工作日"
    facts = ",".join(
        f"{fact}={'/'.join(sorted(values))}"
        for fact, values in sorted((limit.facts or {}).items())
        if fact not in {"scheme", "audience"}
    )
    return f"{length}（{facts}）" if facts else length


def _materials(item: ServiceItem, guide: Guide) -> tuple[str, str]:
    """Name what each side asks that the other does not, or asks otherwise."""
    conditional = {material.code for material in item.conditional_materials}
    guided = [m for m in guide.materials if m.code not in conditional]
    return _apart(item.materials, guided)


def _conditional(item: ServiceItem, guide: Guide) -> tuple[str, str]:
    conditional = {material.code for material in item.conditional_materials}
    guided = [m for m in guide.materials if m.code in conditional]
    return _apart(item.conditional_materials, guided)


def _apart(listed: Iterable[Material], guided: Iterable[Material]) -> tuple[str, str]:
    first = {material.code: material for material in listed}
    second = {material.code: material for material in guided}
    return _only(first, second), _only(second, first)


def _only(mine: Mapping[str, Material], other: Mapping[str, Material]) -> str:
    """Name what one side asks that the other does not, or asks otherwise."""
    said = []
    for code, material in mine.items():
        if code not in other:
            said.append(material.name)
        elif _disagree(material, other[code]):
            said.append(f"{material.name}（{_demand_words(material)}）")
    return "、".join(said) or _NOTHING


def _disagree(one: Material, other: Material) -> bool:
    """Say whether two texts demand something else of the applicant.

    Which papers may stand in, and when a paper is not needed, is often said by
    one side only; silence is no disagreement.
    """
    if _demand(one) != _demand(other):
        return True
    return any(
        first and second and set(first) != set(second)
        for first, second in (
            (one.alternatives, other.alternatives),
            (one.unless, other.unless),
        )
    )


def _demand(material: Material) -> tuple[object, ...]:
    return (
        frozenset(material.when),
        material.copies,
        material.stamped,
        material.pledge is None,
    )


def _demand_words(material: Material) -> str:
    """Return the demands in words, for a material both sides ask for."""
    said = [f"{material.copies}份"]
    said += [f"情形{code}" for code in material.when]
    said += [f"除{code}" for code in material.unless]
    if material.alternatives:
        said.append(f"可用{'或'.join(material.alternatives)}")
    if material.stamped:
        said.append("盖章")
    said.append("不可承诺" if material.pledge is None else "可承诺")
    return "，".join(said)


def _numbering(item: ServiceItem) -> Iterator[Difference]:
    printed = _printed_numeral(item)
    counted = chinese_numeral(item.main_item_number)
    if printed and printed != counted:
        listed = f"{printed}、{item.main_item}"
        yield _difference(
            item,
            None,
            DifferenceField.NUMBERING,
            listed,
            f"按顺序应为{counted}",
        )


def _printed_numeral(item: ServiceItem) -> str:
    """Return the numeral the list prints before the main item, if it is on file."""
    if item.main_item_printed:
        return item.main_item_printed
    for misprint in item.misprints:
        numeral, mark, _ = misprint.printed.partition("、")
        if misprint.place == "main_item" and mark:
            return numeral
    return ""


def chinese_numeral(number: int) -> str:
    """Return 1 to 99 as a Chinese numeral, the way main items are counted."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    head = "" if tens == 1 else _DIGITS[tens]
    return f"{head}十{_DIGITS[ones] if ones else ''}"


def _squeezed(text: str) -> str:
    return "".join(text.split())
