"""Terms as stored text: a case keeps the terms of the day it was accepted."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import cast

from tongban.core.items.catalogue import Terms
from tongban.core.json_values import Json, JsonObject, canonical
from tongban.policy.shapes import from_json, to_json


def terms_to_json(terms: Terms) -> dict[str, Json]:
    """Return the terms as plain JSON; fields at their default are left out."""
    return cast("dict[str, Json]", to_json(terms))


def terms_from_json(data: JsonObject) -> Terms:
    """Return the terms a snapshot holds; the reverse of ``terms_to_json``."""
    return from_json(Terms, json.loads(json.dumps(data)))


def digest_of(terms: Terms) -> str:
    """Return the SHA-256 (hex) of the canonical JSON of the terms.

    The digest itself is not part of what it names.
    """
    plain = terms_to_json(replace(terms, digest=""))
    return sha256(canonical(plain).encode("utf-8")).hexdigest()


def with_digest(terms: Terms) -> Terms:
    """Return the same terms carrying their digest."""
    return replace(terms, digest=digest_of(terms))
