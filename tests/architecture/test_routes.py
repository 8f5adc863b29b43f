"""Every address has an access rule; forgetting one fails here."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# Pages of libraries that carry no decorator of ours, with the reason.
PUBLIC_BY_DESIGN = {
    "api/v1/openapi.json": "the description of the public API",
    "api/v1/docs": "the page that shows it",
    "api/v1/": "only the root by which ninja names its addresses; answers 404",
}


def _addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def _targets(callback: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The functions that answer: ninja hides several operations in one view."""
    owner = getattr(callback, "__self__", None)
    operations = getattr(owner, "operations", None)
    if operations is None:
        view = _ninja_view(callback)
        operations = getattr(view, "operations", None)
    if operations is not None:
        return [operation.view_func for operation in operations]
    return [callback]


def _ninja_view(callback: Callable[..., Any]) -> object:
    for cell in getattr(callback, "__closure__", None) or ():
        if hasattr(cell.cell_contents, "operations"):
            return cell.cell_contents
    return None


ADDRESSES = sorted(_addresses(get_resolver().url_patterns), key=lambda found: found[0])


def test_there_are_addresses_to_look_at():
    assert len(ADDRESSES) > 10


@pytest.mark.parametrize(
    ("address", "callback"), ADDRESSES, ids=[a for a, _ in ADDRESSES]
)
def test_every_address_has_an_access_rule(address, callback):
    if address in PUBLIC_BY_DESIGN:
        return
    bare = [
        getattr(target, "__qualname__", str(target))
        for target in _targets(callback)
        if not getattr(target, "access_rule", None)
    ]
    assert bare == [], "wrap the view in a rule of services.access"
