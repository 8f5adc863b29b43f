"""Where a run keeps what it throws away: in memory when there is room.

A database is a thousand files. On a disk a copy of one takes up to a second, in
memory a twentieth; a killed process loses nothing in either.
"""

import shutil
from pathlib import Path
from typing import Final

ROOM_BYTES: Final = 2 * 1024**3
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - folders in it are made by tempfile


def quick_folder() -> str | None:
    """Return the folder for temporary ones; none means the usual one."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= ROOM_BYTES:
        return str(_MEMORY)
    return None
