"""Which rows the institution that a message comes from may see.

``tongban.institution`` holds the row id of the institution that proved itself
at the door of the national interface; ``services.hsa.scope`` writes it.
"""

from typing import Final

INSTITUTION_SETTING: Final = "tongban.institution"

_OWN: Final = f"nullif(current_setting('{INSTITUTION_SETTING}', true), '')"
SERVES_INSTITUTION: Final = f"{_OWN} IS NOT NULL"


def own_institution(column: str) -> str:
    """Return the condition that a column names the institution of the session."""
    return f"({column} = {_OWN}::bigint)"
