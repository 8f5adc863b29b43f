"""Who sees visits and settlements: the institution, the person, staff of the area.

An institution sees its own visits, and the settlements of the person a message
is about: the year so far counts wherever the person was.
"""

from typing import Final

from tongban.records.institutions.row_conditions import (
    SERVES_INSTITUTION,
    own_institution,
)
from tongban.records.ledger.row_conditions import in_area
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

OF_CARE: Final = any_of(
    own_institution("institution_id"), own_party("person_id"), in_area("region")
)
OF_INSTITUTION: Final = any_of(own_institution("institution_id"), IS_STAFF)
OF_PERSON: Final = any_of(own_party("person_id"), IS_STAFF)
OF_YEAR: Final = any_of(own_party("person_id"), in_area("region"))
MAY_SETTLE: Final = any_of(SERVES_INSTITUTION, IS_STAFF)


def of_visit(table: str) -> str:
    """Return the condition that the row's visit is visible."""
    return (
        "EXISTS (SELECT 1 FROM settlement_visit v"  # noqa: S608 - table names are ours
        f" WHERE v.id = {table}.visit_id)"
    )


def of_settlement(table: str) -> str:
    """Return the condition that the row's settlement is visible."""
    return (
        "EXISTS (SELECT 1 FROM settlement_settlement s"  # noqa: S608 - table names are ours
        f" WHERE s.id = {table}.settlement_id)"
    )
