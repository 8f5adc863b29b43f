"""Which list somebody is working through: it stands in the address.

So two windows of one browser may hold two lists, and a decision leads to the
next case of the list it was opened from.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from tongban.services.cases.queries.filters import (
    FILTER_NAMES,
    Filter,
    FilterUnknown,
    filter_of,
    words_of,
)
from tongban.services.items.queries import region_named

SESSION_FILTER: Final = "desk.filter"
MARK: Final = "shelf"


def chosen_filter(request: HttpRequest) -> Filter:
    """Return the filter of the address, and keep it; else the one used last."""
    if not any(name in request.GET for name in FILTER_NAMES):
        return saved_filter(request)
    chosen = filter_in(request.GET)
    request.session[SESSION_FILTER] = words_of(chosen)
    return chosen


def filter_in(sent: QueryDict) -> Filter:
    """Return the filter an address or a form holds; refuses unknown words."""
    return filter_of({name: sent.get(name, "") for name in FILTER_NAMES})


def saved_filter(request: HttpRequest) -> Filter:
    """Return the filter this person used last, or the plain list."""
    saved = request.session.get(SESSION_FILTER, {})
    try:
        return filter_of({name: str(saved.get(name, "")) for name in FILTER_NAMES})
    except FilterUnknown:
        return Filter()


def list_query(chosen: Filter) -> str:
    """Return a filter as the query of an address; the tray always stands in it."""
    return urlencode({MARK: chosen.shelf.value, **words_of(chosen)})


def list_pairs(chosen: Filter) -> tuple[tuple[str, str], ...]:
    """Return a filter as the hidden fields of a form."""
    return tuple({MARK: chosen.shelf.value, **words_of(chosen)}.items())


def list_of(request: HttpRequest) -> Filter | None:
    """Return the list a case was opened from, or nothing."""
    if MARK not in request.GET:
        return None
    try:
        return filter_in(request.GET)
    except FilterUnknown:
        return None


def with_query(address: str, query: Mapping[str, str] | str) -> str:
    """Return an address with a query, or by itself without one."""
    text = query if isinstance(query, str) else urlencode(query)
    return f"{address}?{text}" if text else address


def region_name(code: str) -> str:
    """Return the name of a region."""
    return region_named(code).name
