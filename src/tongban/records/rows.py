"""New rows made quickly: what a constructor of Django's would make, at a tenth."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)


def new_row(
    model: type[Row],
    values: Mapping[str, Any],
    related: Mapping[str, Model] | None = None,
) -> Row:
    """Return a row that is not kept yet.

    ``values`` are by the names of columns (``person_id``), ``related`` rows by the
    names of their fields; what neither says has its default. No signal is sent.
    """
    row = model.__new__(model)
    said = row.__dict__
    state = said["_state"] = ModelState()
    standing, made = _defaults(model)
    said.update(standing)
    expected = len(said)
    for name, make in made:
        if name not in values:
            said[name] = make()
    said.update(values)
    for name, other in (related or {}).items():
        said[f"{name}_id"] = other.pk
        state.fields_cache[name] = other
    if len(said) != expected:
        unknown = said.keys() - standing.keys() - {"_state"}
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}.")
    return row


_Makers: TypeAlias = tuple[tuple[str, Callable[[], Any]], ...]


@cache
def _defaults(model: type[Model]) -> tuple[Mapping[str, Any], _Makers]:
    """Return what each column holds when nobody says, and which are made anew."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public _meta
    made = tuple(
        (field.attname, field.default)
        for field in fields
        if field.has_default() and callable(field.default)
    )
    names = {name for name, _ in made}
    standing = {
        field.attname: None if field.attname in names else field.get_default()
        for field in fields
    }
    return standing, made
