"""Which materials the applicant's answers call for (情形)."""

from collections.abc import Iterable

from tongban.core.items.catalogue import Material, SituationGroup, Terms
from tongban.core.refusals import Refusal


class SituationUnknown(Refusal):
    """An answer was given that this item does not offer."""

    code = "items.situation_unknown"

    def __init__(self, *, item: str, situations: tuple[str, ...]) -> None:
        super().__init__(
            f"{item} does not know {', '.join(situations)}.",
            item=item,
            situations=list(situations),
        )


class SituationsExclusive(Refusal):
    """Two answers were given to a question that takes one."""

    code = "items.situations_exclusive"

    def __init__(self, *, question: str, situations: tuple[str, ...]) -> None:
        super().__init__(
            f"Only one of {', '.join(situations)} can be true.",
            question=question,
            situations=list(situations),
        )


def materials_for(terms: Terms, chosen: frozenset[str]) -> tuple[Material, ...]:
    """Return the materials that apply to the chosen situations, in printed order.

    Refuses codes the item does not offer, and two answers to one exclusive
    question. A material without ``when`` always applies; ``unless`` takes it away.
    """
    check_situations(terms, chosen)
    return tuple(
        material for material in terms.materials if is_called_for(material, chosen)
    )


def check_situations(terms: Terms, chosen: frozenset[str]) -> None:
    """Refuse answers that the item does not offer or that exclude one another."""
    unknown = chosen - situation_codes(terms.situations)
    if unknown:
        raise SituationUnknown(item=terms.name, situations=tuple(sorted(unknown)))
    for group in terms.situations:
        given = _given(group, chosen)
        if len(given) > 1 and not group.multiple:
            raise SituationsExclusive(question=group.question, situations=given)


def open_questions(terms: Terms, chosen: frozenset[str]) -> tuple[SituationGroup, ...]:
    """Return the questions that need one answer and have none yet."""
    return tuple(
        group
        for group in terms.situations
        if not group.multiple and not _given(group, chosen)
    )


def is_called_for(material: Material, chosen: frozenset[str]) -> bool:
    """Say whether the answers call for this material."""
    wanted = not material.when or not chosen.isdisjoint(material.when)
    return wanted and chosen.isdisjoint(material.unless)


def situation_codes(groups: Iterable[SituationGroup]) -> frozenset[str]:
    """Return every answer code of these questions."""
    return frozenset(option.code for group in groups for option in group.options)


def _given(group: SituationGroup, chosen: frozenset[str]) -> tuple[str, ...]:
    return tuple(option.code for option in group.options if option.code in chosen)
