"""The wording of messages, one template per event, read from the catalogue."""

from functools import cache
from importlib import resources
from typing import Final

import yaml

CATALOGUE: Final = "notices.yaml"


@cache
def templates() -> dict[str, str]:
    """Return the wording of each template by its code."""
    text = (
        resources.files("tongban.services.messages")
        .joinpath(CATALOGUE)
        .read_text("utf-8")
    )
    found: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found
