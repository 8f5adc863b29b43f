"""Which time limits hold for the facts of one application (办理时限)."""

from collections.abc import Iterable, Mapping
from typing import Final

from tongban.core.items.catalogue import Audience, Limit, LimitLayer, Terms
from tongban.core.items.regions import province_of
from tongban.core.refusals import Refusal

CROSS_PROVINCE: Final = "cross_province"
IN_PROVINCE: Final = "in_province"
FACT_WORDS: Final[Mapping[str, str]] = {
    "route": "转移路线（跨省或省内）",
    "disease": "申请病种",
    "scheme": "险种（职工或居民）",
    "audience": "服务对象",
    "situation": "办理情形",
}
_SCHEMES: Final[Mapping[Audience, str]] = {
    Audience.EMPLOYEE: "employee",
    Audience.RESIDENT: "resident",
    Audience.EMPLOYER: "employee",
    Audience.SCHOOL: "resident",
}
_UNBOUNDED: Final = 1_000_000


class FactMissing(Refusal):
    """The limit depends on something that was not said."""

    code = "items.fact_missing"

    def __init__(self, *, item: str, facts: tuple[str, ...]) -> None:
        words = "、".join(FACT_WORDS.get(fact, fact) for fact in facts)
        super().__init__(
            f"The limit of {item} depends on {', '.join(facts)}.",
            item=item,
            facts=list(facts),
            words=words,
        )


class LimitUnknown(Refusal):
    """No limit of the item fits these facts."""

    code = "items.limit_unknown"

    def __init__(self, *, item: str) -> None:
        super().__init__(f"No limit of {item} fits these facts.", item=item)


class LimitsCollide(Refusal):
    """Two limits of one layer claim the same facts: a mistake in the data."""

    code = "items.limits_collide"

    def __init__(self, *, first: str, second: str) -> None:
        super().__init__(
            f"The limits {first} and {second} claim the same facts.",
            first=first,
            second=second,
        )


def limits_for(terms: Terms, facts: Mapping[str, str]) -> tuple[Limit, ...]:
    """Return the matching limit of each layer; the strictest one runs (see clock).

    Audience and scheme follow from the terms when not given. ``situation`` may
    hold several codes joined by commas. Refuses when a fact is missing that would
    change the answer, and when no limit fits.
    """
    known = {**facts_of_audience(terms.audience), **facts}
    missing = _missing_facts(terms.limits, known)
    if missing:
        raise FactMissing(item=terms.name, facts=missing)
    found = tuple(
        limit
        for layer in LimitLayer
        if (limit := _of_layer(terms.limits, layer, known)) is not None
    )
    if not found:
        raise LimitUnknown(item=terms.name)
    return found


def limits_of_audience(
    limits: Iterable[Limit], audience: Audience
) -> tuple[Limit, ...]:
    """Return the limits that can hold for this audience and its scheme."""
    known = facts_of_audience(audience)
    return tuple(
        limit
        for limit in limits
        if all(
            known.get(fact, values[0]) in values
            for fact, values in (limit.facts or {}).items()
        )
    )


def facts_of_audience(audience: Audience) -> Mapping[str, str]:
    """Return the facts that are plain from whom the case is for.

    An employer acts for employees, a school for residents.
    """
    facts = {"audience": audience.value}
    if audience in _SCHEMES:
        facts["scheme"] = _SCHEMES[audience]
    return facts


def route_between(from_region: str, to_region: str) -> str:
    """Return the route fact of a move: its two ends lie in one province or not."""
    same = province_of(from_region) == province_of(to_region)
    return IN_PROVINCE if same else CROSS_PROVINCE


def length_of(limit: Limit) -> int:
    """Return the working days of a limit; a collection period has no end of its own."""
    if limit.immediate:
        return 0
    if limit.working_days is None:
        return _UNBOUNDED
    return limit.working_days


def matches(limit: Limit, facts: Mapping[str, str]) -> bool:
    """Say whether every fact the limit asks for is known and accepted."""
    return all(
        _accepts(facts.get(fact), accepted)
        for fact, accepted in (limit.facts or {}).items()
    )


def find_collision(
    limits: Iterable[Limit], facts: Mapping[str, str]
) -> tuple[Limit, Limit] | None:
    """Return two limits of one layer that claim these facts equally, if any."""
    best: dict[LimitLayer, Limit] = {}
    for limit in limits:
        if not matches(limit, facts):
            continue
        rival = best.get(limit.layer)
        if rival is not None and _weight(rival) == _weight(limit):
            return rival, limit
        if rival is None or _weight(rival) < _weight(limit):
            best[limit.layer] = limit
    return None


def _of_layer(
    limits: tuple[Limit, ...], layer: LimitLayer, facts: Mapping[str, str]
) -> Limit | None:
    fitting = [
        limit for limit in limits if limit.layer is layer and matches(limit, facts)
    ]
    if not fitting:
        return None
    fitting.sort(key=_weight, reverse=True)
    if len(fitting) > 1 and _weight(fitting[0]) == _weight(fitting[1]):
        raise LimitsCollide(first=fitting[0].code, second=fitting[1].code)
    return fitting[0]


def _weight(limit: Limit) -> int:
    return len(limit.facts or {})


def _accepts(value: str | None, accepted: tuple[str, ...]) -> bool:
    return value is not None and not set(value.split(",")).isdisjoint(accepted)


def _missing_facts(
    limits: tuple[Limit, ...], facts: Mapping[str, str]
) -> tuple[str, ...]:
    missing: dict[str, None] = {}
    for limit in limits:
        asked = limit.facts or {}
        known = {fact: values for fact, values in asked.items() if fact in facts}
        if all(_accepts(facts[fact], values) for fact, values in known.items()):
            missing.update(dict.fromkeys(fact for fact in asked if fact not in facts))
    return tuple(missing)
