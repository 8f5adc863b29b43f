"""What the lists hold on a day: all of it, for files, pages and searches."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.records.medical_catalogue.models import CatalogueEntry, CatalogueVersion
from tongban.services.items.catalogue import files_book
from tongban.services.medical_catalogue.queries import newest


def entries_in_force(
    kinds: Iterable[CatalogueKind], region: str, on: date, *, upto: int | None = None
) -> QuerySet[CatalogueEntry]:
    """Select the entries in force on a day, each code from the nearest list.

    ``upto`` leaves out versions that were loaded after that one.
    """
    chain = {one.code: at for at, one in enumerate(files_book().regions.chain(region))}
    versions = newest([kind.value for kind in kinds], list(chain), on, upto=upto)
    found = list(
        CatalogueVersion.objects.filter(pk__in=versions).values_list("pk", "region")
    )
    rank: dict[str, int] = {str(code): at for code, at in chain.items()}
    stands = (Q(begins=None) | Q(begins__lte=on)) & (Q(ends=None) | Q(ends__gte=on))
    wanted = Q(pk__in=[])
    for version, place in found:
        part = Q(version_id=version)
        nearer = [pk for pk, other in found if rank[other] > rank[place]]
        if nearer:
            over = CatalogueEntry.objects.filter(
                stands, version_id__in=nearer, code=OuterRef("code")
            )
            part = Q(part, ~Exists(over))
        wanted |= part
    return CatalogueEntry.objects.filter(stands, wanted)


def last_version() -> int:
    """Return the row id of the version loaded last; 0 when there is none."""
    ids = CatalogueVersion.objects.order_by("-pk").values_list("pk", flat=True)
    return ids.first() or 0
