"""Looking codes of the medical catalogue up on a day, in a region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from tongban.core.medical_catalogue.kinds import CHARGED, CatalogueKind
from tongban.core.medical_catalogue.terms import Grade, ListTerms
from tongban.records.medical_catalogue.models import CatalogueEntry, CatalogueVersion
from tongban.services.items.catalogue import files_book

_CHARGED: Final = tuple(kind.value for kind in CHARGED)


def terms_of(codes: Sequence[str], *, region: str, on: date) -> Mapping[str, ListTerms]:
    """Return what the lists in force say of each code; unknown codes are left out.

    The list nearest to the region counts (city before province before nation), as
    far as its entry is in force that day. One query, however many codes.
    """
    found = _in_force(codes, _CHARGED, region, on)
    return {
        entry.code: ListTerms(
            code=entry.code,
            name=entry.name,
            grade=Grade(entry.grade),
            own_share_bp=entry.own_share_bp,
            price_max_fen=entry.price_max_fen,
            limited=bool(entry.limit_text),
            charge_kind=entry.charge_kind,
            source=f"{entry.version.source}（{entry.version.label}）",
        )
        for entry in found.values()
    }


@dataclass(frozen=True, slots=True)
class Limit:
    """Under which conditions only the funds pay for a code (限定支付范围)."""

    name: str
    words: str
    source: str


def limits_of(codes: Sequence[str], *, region: str, on: date) -> Mapping[str, Limit]:
    """Return the conditions of each code that has any in the lists in force."""
    found = _in_force(codes, _CHARGED, region, on)
    return {
        code: Limit(
            name=entry.name,
            words=entry.limit_text.rstrip("。"),
            source=f"{entry.version.source}（{entry.version.label}）",
        )
        for code, entry in found.items()
        if entry.limit_text
    }


def names_of(
    codes: Sequence[str], kind: CatalogueKind, *, region: str, on: date
) -> Mapping[str, str]:
    """Return the name of each code that a list knows on a day, as for diagnoses."""
    found = _in_force(codes, (kind.value,), region, on)
    return {code: entry.name for code, entry in found.items()}


def _in_force(
    codes: Sequence[str], kinds: Iterable[str], region: str, on: date
) -> dict[str, CatalogueEntry]:
    chain = [one.code for one in files_book().regions.chain(region)]
    rank: dict[str, int] = {code: number for number, code in enumerate(chain)}
    entries = CatalogueEntry.objects.filter(
        Q(begins=None) | Q(begins__lte=on),
        Q(ends=None) | Q(ends__gte=on),
        code__in=codes,
        version__in=newest(kinds, chain, on),
    ).select_related("version")
    near_last = sorted(entries, key=lambda entry: rank[entry.version.region])
    return {entry.code: entry for entry in near_last}


def newest(
    kinds: Iterable[str],
    regions: Iterable[str],
    on: date,
    *,
    upto: int | None = None,
) -> QuerySet[CatalogueVersion, int]:
    """Select the ids of the versions in force, one for each list and region.

    ``upto`` leaves out versions that were loaded after that one.
    """
    rows = CatalogueVersion.objects.filter(
        kind__in=kinds, region__in=regions, valid_from__lte=on
    )
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    return (
        rows.order_by("kind", "region", "-valid_from", "-id")
        .distinct("kind", "region")
        .values_list("id", flat=True)
    )


def codes_known(codes: Iterable[str], *, region: str) -> frozenset[str]:
    """Return which codes any list of a region knows, on whatever day."""
    chain = [one.code for one in files_book().regions.chain(region)]
    found = CatalogueEntry.objects.filter(
        code__in=set(codes), version__region__in=chain
    )
    return frozenset(found.values_list("code", flat=True))
