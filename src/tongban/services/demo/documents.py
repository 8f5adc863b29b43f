"""The files of the demo, read and held against their schemas."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems


def read_demo(file: str, schema: str) -> Mapping[str, Any]:
    """Return what a file of the demo says; raises ``PolicyErrors``."""
    document = read_document(Path(settings.TONGBAN_POLICY) / file, file)
    problems = find_schema_problems(document, schema)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return dict(said)
