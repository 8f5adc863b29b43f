"""Which rows of a hall's queue a session may see.

Two settings open a hall narrowly, written by ``services.queues.scope``:
``tongban.hall_path`` (one office's queue, for its devices and for counts
anybody may ask) and ``tongban.hall_device`` (digests of one device's secrets).
"""

from typing import Final

from tongban.records.security.row_conditions import any_of, office_below, own_party

HALL_PATH_SETTING: Final = "tongban.hall_path"
HALL_DEVICE_SETTING: Final = "tongban.hall_device"

_HALL: Final = f"office_path = nullif(current_setting('{HALL_PATH_SETTING}', true), '')"
_DIGESTS: Final = (
    f"string_to_array(nullif(current_setting('{HALL_DEVICE_SETTING}', true), ''), ',')"
)

HALL: Final = any_of(office_below("office_path"), _HALL)
TICKET: Final = any_of(office_below("office_path"), own_party("party_id"), _HALL)
DEVICE: Final = any_of(
    office_below("office_path"),
    f"secret_digest = ANY ({_DIGESTS})",
    f"code_digest = ANY ({_DIGESTS})",
)
