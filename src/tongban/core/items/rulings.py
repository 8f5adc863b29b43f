"""Finding the one ruling that settles a difference (执行口径)."""

from collections.abc import Iterable, Mapping
from typing import Final

from tongban.core.items.catalogue import (
    Audience,
    DifferenceField,
    ItemCode,
    Ruling,
)
from tongban.core.refusals import Refusal

DIFFERENCE_WORDS: Final[Mapping[DifferenceField, str]] = {
    DifferenceField.NAME: "事项名称",
    DifferenceField.MATERIALS: "办理材料",
    DifferenceField.CONDITIONAL_MATERIALS: "备注中的特殊材料",
    DifferenceField.LIMIT: "办理时限",
    DifferenceField.CHANNELS: "办理方式",
    DifferenceField.STEPS: "办理环节",
    DifferenceField.GUIDE: "缺少指南",
    DifferenceField.ITEM: "缺少事项",
    DifferenceField.NUMBERING: "主项序号",
    DifferenceField.PARAMETER: "执行口径",
}


class RulingsCollide(Refusal):
    """Two rulings claim one difference: a mistake in the data, both are named."""

    code = "items.rulings_collide"

    def __init__(self, *, first: str, second: str, item: str) -> None:
        super().__init__(
            f"The rulings {first} and {second} both settle the same point of {item}.",
            first=first,
            second=second,
            item=item,
        )


def ruling_for(
    rulings: Iterable[Ruling],
    *,
    item: ItemCode,
    audience: Audience | None,
    field: DifferenceField,
) -> Ruling | None:
    """Return the ruling on this field of this item for this audience, if any.

    A ruling that names its audiences goes before one that speaks for all; two of
    the same reach are refused by name. ``audience`` ``None`` asks for any.
    """
    found = [
        ruling
        for ruling in rulings
        if ruling.field is field and item in ruling.items and _reaches(ruling, audience)
    ]
    if not found:
        return None
    named = [ruling for ruling in found if ruling.audiences] or found
    if len(named) > 1 and audience is not None:
        raise RulingsCollide(first=named[0].code, second=named[1].code, item=item)
    return named[0]


def _reaches(ruling: Ruling, audience: Audience | None) -> bool:
    return audience is None or not ruling.audiences or audience in ruling.audiences
