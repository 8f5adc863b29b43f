"""What changed between two sheets of places, phones and sites, in Chinese."""

from collections.abc import Iterator, Mapping
from typing import Final

from tongban.core.items.catalogue import Place
from tongban.core.items.diff import Change, words_of
from tongban.core.items.places import PlaceSet, PlaceSheet

_NOTHING: Final = "无"
_PLACE_WORDS: Final[Mapping[str, str]] = {
    "address": "地址",
    "hours": "办公时间",
    "phone": "电话",
    "region": "所在地区",
    "longitude": "经度",
    "latitude": "纬度",
}


def find_sheet_changes(
    old: PlaceSheet | None, new: PlaceSheet | None
) -> tuple[Change, ...]:
    """Return every place, phone and site that differs between two sheets.

    No sheet at all counts as an empty one.
    """
    before, after = _whole(old), _whole(new)
    found = [*_set_changes("", "", before, after)]
    for code in dict.fromkeys((*_items(old), *_items(new))):
        one, other = _items(old).get(code), _items(new).get(code)
        found.extend(
            _set_changes(
                f"items.{code}.", f"（{code}）", _or_empty(one), _or_empty(other)
            )
        )
    notices = tuple("" if sheet is None else sheet.notice for sheet in (old, new))
    if notices[0] != notices[1]:
        found.append(
            Change("notice", "说明", notices[0] or _NOTHING, notices[1] or _NOTHING)
        )
    return tuple(found)


def _whole(sheet: PlaceSheet | None) -> PlaceSet:
    if sheet is None:
        return PlaceSet()
    return PlaceSet(sheet.places, sheet.phones, sheet.sites)


def _items(sheet: PlaceSheet | None) -> Mapping[str, PlaceSet]:
    return {} if sheet is None else (sheet.items or {})


def _or_empty(one: PlaceSet | None) -> PlaceSet:
    return PlaceSet() if one is None else one


def _set_changes(
    path: str, note: str, old: PlaceSet, new: PlaceSet
) -> Iterator[Change]:
    yield from _places(path, note, old, new)
    before, after = old.phones or {}, new.phones or {}
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name, _NOTHING), after.get(name, _NOTHING)
        if one != other:
            yield Change(f"{path}phones.{name}", f"电话{note}“{name}”", one, other)
    if old.sites != new.sites:
        yield Change(
            f"{path}sites", f"办理网址{note}", words_of(old.sites), words_of(new.sites)
        )


def _places(path: str, note: str, old: PlaceSet, new: PlaceSet) -> Iterator[Change]:
    before = {place.name: place for place in old.places}
    after = {place.name: place for place in new.places}
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            label = f"办理地点{note}"
            yield Change(f"{path}places.{name}", label, words_of(one), words_of(other))
        else:
            yield from _place(f"{path}places.{name}", note, one, other)


def _place(path: str, note: str, old: Place, new: Place) -> Iterator[Change]:
    for field, word in _PLACE_WORDS.items():
        one, other = str(getattr(old, field)), str(getattr(new, field))
        if one != other:
            label = f"办理地点{note}“{old.name}”的{word}"
            yield Change(f"{path}.{field}", label, one or _NOTHING, other or _NOTHING)
