"""Which papers a session may see: those of its cases, and one by its code."""

from typing import Final

from tongban.records.cases.row_conditions import of_case
from tongban.records.security.row_conditions import IS_STAFF, any_of

PAPER_NUMBER_SETTING: Final = "tongban.paper_number"
CHECK_CODE_SETTING: Final = "tongban.check_code"
CORRECTED_PARTIES_SETTING: Final = "tongban.corrected_parties"

_BY_CODE: Final = (
    f"(number = nullif(current_setting('{PAPER_NUMBER_SETTING}', true), '')"
    f" AND check_code = nullif(current_setting('{CHECK_CODE_SETTING}', true), ''))"
)
# Taking a decision back ends certificates other offices issued on it.
_CORRECTED: Final = f"nullif(current_setting('{CORRECTED_PARTIES_SETTING}', true), '')"
_OF_CORRECTED: Final = (
    f"({IS_STAFF} AND party_id = ANY (string_to_array({_CORRECTED}, ',')::bigint[]))"
)
SEEN: Final = any_of(of_case("papers_paper"), _BY_CODE, _OF_CORRECTED)


def of_paper(table: str) -> str:
    """Return the condition that the row's paper is visible."""
    return f"EXISTS (SELECT 1 FROM papers_paper p WHERE p.id = {table}.paper_id)"  # noqa: S608 - table names are ours
