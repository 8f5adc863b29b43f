"""The steps of a computation as they are kept with a settlement, and read again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongban.core.benefits.quote import Quote, Step
from tongban.core.benefits.terms import Basis
from tongban.core.benefits.vocabulary import Fund, Part


def steps_text(quote: Quote) -> list[dict[str, object]]:
    """Return the steps as plain values; what is empty is left out."""
    return [dict(_plain(step)) for step in quote.steps]


def steps_read(said: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps that were kept."""
    return tuple(
        Step(
            part=Part(one["part"]),
            amount_fen=one["amount"],
            base_fen=one["base"],
            layer=one.get("layer", ""),
            name=one.get("name", ""),
            fund=Fund(one["fund"]) if "fund" in one else None,
            rate_bp=one.get("rate"),
            basis=_basis(one.get("basis")),
            order=_basis(one.get("order")),
        )
        for one in said
    )


def _plain(step: Step) -> Iterator[tuple[str, object]]:
    yield "part", step.part.value
    yield "amount", step.amount_fen
    yield "base", step.base_fen
    if step.layer:
        yield "layer", step.layer
        yield "name", step.name
    if step.fund is not None:
        yield "fund", step.fund.value
    if step.rate_bp is not None:
        yield "rate", step.rate_bp
    for name, basis in (("basis", step.basis), ("order", step.order)):
        if basis is not None:
            yield name, [basis.source, basis.clause, basis.mark, basis.verified]


def _basis(said: Sequence[Any] | None) -> Basis | None:
    return None if said is None else Basis(said[0], said[1], said[2], said[3])
