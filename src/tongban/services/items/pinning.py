"""Terms kept for ever: a case stays on those of the day it was accepted."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Final

from tongban.core.items.catalogue import Terms
from tongban.core.refusals import Refusal
from tongban.policy.snapshots import digest_of, terms_from_json, terms_to_json
from tongban.records.items.models import TermsSnapshot

TERMS_KEPT_MAX: Final = 2_048


class TermsUnknown(Refusal):
    """No terms of this digest were ever pinned."""

    code = "items.terms_unknown"

    def __init__(self, digest: str) -> None:
        super().__init__(f"No terms have the digest {digest}.", digest=digest)


def pin_terms(terms: Terms, *, now: datetime) -> str:
    """Keep the terms and return their digest; pinning again changes nothing."""
    digest = terms.digest or digest_of(terms)
    if TermsSnapshot.objects.filter(digest=digest).exists():
        return digest
    text = json.dumps(terms_to_json(terms), ensure_ascii=False)
    row = TermsSnapshot(digest=digest, terms=text, created_at=now)
    TermsSnapshot.objects.bulk_create([row], ignore_conflicts=True)
    return digest


@lru_cache(maxsize=TERMS_KEPT_MAX)
def terms_by_digest(digest: str) -> Terms:
    """Return the terms of a digest, from memory when they were read before.

    Refuses ``items.terms_unknown``.
    """
    found = TermsSnapshot.objects.filter(digest=digest).first()
    if found is None:
        raise TermsUnknown(digest)
    return terms_from_json(json.loads(found.terms))
