"""Keys seen before, each with a stamp that tells when it is no longer the same."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from django.db.models.expressions import RawSQL

from tongban.records.hsa.models import AccessKey
from tongban.services.hsa.callers import KeyUnknown
from tongban.services.hsa.scope import naming

KEYS_MAX: Final = 20_000
# The row versions of key and institution: any change of either makes another stamp.
_STAMP: Final = "hsa_accesskey.xmin::text || '.' || institutions_institution.xmin::text"


class KnownKeys:
    """A process's own copy of keys in use; who uses one has its stamp checked."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[AccessKey, str]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, name: str) -> AccessKey:
        """Return the key of a name, read now or before; refuses an unknown one."""
        with self._lock:
            found = self._kept.get(name)
        if found is None:
            found = _read(name)
            with self._lock:
                self._kept[name] = found
                while len(self._kept) > KEYS_MAX:
                    self._kept.popitem(last=False)
        return found[0]

    def stamp(self, name: str) -> str:
        """Return the stamp a key had when it was read; empty for none."""
        found = self._kept.get(name)
        return "" if found is None else found[1]

    def forget(self, name: str) -> None:
        """Read a key anew next time."""
        with self._lock:
            self._kept.pop(name, None)


def _read(name: str) -> tuple[AccessKey, str]:
    """Return a key and its stamp as one moment knows them."""
    stamp = RawSQL(_STAMP, ())  # noqa: S611 - a constant, nothing is put in
    with naming(name):
        rows = AccessKey.objects.select_related("institution").filter(name=name)
        found = rows.filter(ended_at=None).annotate(stamp=stamp).first()
    if found is None:
        raise KeyUnknown
    return found, str(found.stamp)
