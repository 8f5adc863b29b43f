"""Which keys and messages a session may see: those of the institution that asks.

A caller that names a key sees that one key until it has proved to hold its
secret: ``tongban.hsa_key`` is written by ``services.hsa.scope`` for the proof.
Under a deployment that takes callers by network alone, the institution's code
stands in it instead.
"""

from typing import Final

from tongban.records.institutions.row_conditions import own_institution
from tongban.records.security.row_conditions import IS_STAFF, any_of

KEY_SETTING: Final = "tongban.hsa_key"
_NAMED: Final = f"nullif(current_setting('{KEY_SETTING}', true), '')"

ACCESS_KEY: Final = any_of(
    f"name = {_NAMED}",
    f"institution_id = (SELECT i.id FROM institutions_institution i"  # noqa: S608 - ours
    f" WHERE i.code = {_NAMED})",
    IS_STAFF,
)
OF_INSTITUTION: Final = own_institution("institution_id")
