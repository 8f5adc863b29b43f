"""Line icons drawn on a 24 by 24 grid; each is the inside of one SVG."""

from collections.abc import Mapping
from typing import Final

ICONS: Final[Mapping[str, str]] = {
    "alert": '<path d="M12 3 2 20h20L12 3z"/><path d="M12 10v4M12 17v.5"/>',
    "arrow-down": '<path d="M12 3v18M6 15l6 6 6-6"/>',
    "building": '<path d="M4 21V4h10v17M14 9h6v12M2 21h20M8 8h2M8 12h2M8 16h2"/>',
    "calendar": '<path d="M4 5h16v16H4zM4 10h16M8 2v5M16 2v5"/>',
    "check": '<path d="M4 12.5 9.5 18 20 6.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "cross": '<path d="M5 5l14 14M19 5 5 19"/>',
    "cycle": (
        '<path d="M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20'
        ' 20v-5h-5"/>'
    ),
    "edit": '<path d="M4 20h4L20 8l-4-4L4 16v4zM14 6l4 4"/>',
    "elder": '<path d="M5 19 10 5l5 14M7 14h6M18 9v6M15 12h6"/>',
    "file": '<path d="M6 2h8l5 5v15H6zM14 2v5h5M9 12h7M9 16h7"/>',
    "home": '<path d="M3 11 12 4l9 7M5 10v10h14V10M10 20v-6h4v6"/>',
    "hospital": (
        '<path d="M4 21V6h16v15M2 21h20M12 9v6M9 12h6M10 21v-3h4v3M8 6V3h8v3"/>'
    ),
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "list": '<path d="M8 6h13M8 12h13M8 18h13M3.5 6h.5M3.5 12h.5M3.5 18h.5"/>',
    "message": '<path d="M4 4h16v12H9l-5 5V4zM8 9h8M8 12h5"/>',
    "minus": '<path d="M5 12h14"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>',
    "person": (
        '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7"/>'
    ),
    "phone": (
        '<path d="M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A17 17'
        ' 0 0 1 3 5a2 2 0 0 1 2-2z"/>'
    ),
    "pin": (
        '<path d="M12 22s7-7 7-12a7 7 0 0 0-14 0c0 5 7 12 7 12z"/>'
        '<circle cx="12" cy="10" r="2.5"/>'
    ),
    "print": '<path d="M7 9V3h10v6M7 17H4v-7h16v7h-3M7 14h10v7H7z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
    "star": (
        '<path d="M12 3l2.8 5.8 6.2.9-4.5 4.4 1.1 6.3L12 17.4l-5.6 3 1.1-6.3L3'
        ' 9.7l6.2-.9z"/>'
    ),
    "upload": '<path d="M12 16V4M7 9l5-5 5 5M4 16v4h16v-4"/>',
}
