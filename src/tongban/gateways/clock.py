"""The machine's clock: the only place that asks what time it really is."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

CHINA: Final = ZoneInfo("Asia/Shanghai")


def real_now() -> datetime:
    """Return the present moment in China's time zone."""
    return datetime.now(CHINA)
