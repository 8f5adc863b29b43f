"""What the charts of the desk draw: plain values, read by figures.js."""

import json
from collections.abc import Sequence

from tongban.services.figures.tables import Point


def trend_chart(points: Sequence[Point]) -> str:
    """Return received and closed over time as JSON; empty when there is nothing."""
    if not points:
        return ""
    return json.dumps(
        {
            "labels": [f"{point.on:%-m月%-d日}" for point in points],
            "series": [
                {"name": "收件", "values": [point.received for point in points]},
                {"name": "办结", "values": [point.closed for point in points]},
            ],
        },
        ensure_ascii=False,
    )
