"""Line icons drawn on a 24 by 24 grid; each is the inside of one SVG."""

from collections.abc import Mapping
from typing import Final

ICONS: Final[Mapping[str, str]] = {
    "alert": '<path d="M12 3 2 20h20L12 3z"/><path d="M12 10v4M12 17v.5"/>',
    "arrow-down": '<path d="M12 3v18M6 15l6 6 6-6"/>',
    "baby": (
        '<circle cx="12" cy="8" r="5"/><path d="M9.5 8v.5M14.5 8v.5M10 10.5c1 1 3 1'
        ' 4 0M6 21c0-4 2.5-6 6-6s6 2 6 6"/>'
    ),
    "building": '<path d="M4 21V4h10v17M14 9h6v12M2 21h20M8 8h2M8 12h2M8 16h2"/>',
    "calendar": '<path d="M4 5h16v16H4zM4 10h16M8 2v5M16 2v5"/>',
    "care": (
        '<path d="M3 18v-7h18v7M3 15h18M3 11V6M7 11V8h5v3"/><circle cx="17" cy="7"'
        ' r="1.5"/>'
    ),
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
    "flower": (
        '<circle cx="12" cy="7" r="2.5"/><path d="M12 4.500c0-4 6-2 2.500 2.500M12'
        ' 4.500c0-4-6-2-2.500 2.500M12 10v12M12 17c0-3 4-4 5-4 0 3-2 4-5 4z"/>'
    ),
    "hand": (
        '<path d="M3 14h4l4 2h4a2 2 0 0 1 0 4h-6M7 20l7 1 7-5a2 2 0 0'
        ' 0-3-2l-3 2M3 13v8"/><path d="M13 10l-3-3a2 2 0 0 1 3-3 2 2 0 0 1 3 3z"/>'
    ),
    "heart": '<path d="M12 21l-8-9a5 5 0 0 1 8-6 5 5 0 0 1 8 6z"/>',
    "home": '<path d="M3 11 12 4l9 7M5 10v10h14V10M10 20v-6h4v6"/>',
    "hospital": (
        '<path d="M4 21V6h16v15M2 21h20M12 9v6M9 12h6M10 21v-3h4v3M8 6V3h8v3"/>'
    ),
    "house": '<path d="M2 12 12 3l10 9M5 10v11h14V10M9 21v-6h6v6M15 4V2h3v5"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "list": '<path d="M8 6h13M8 12h13M8 18h13M3.5 6h.5M3.5 12h.5M3.5 18h.5"/>',
    "message": '<path d="M4 4h16v12H9l-5 5V4zM8 9h8M8 12h5"/>',
    "minus": '<path d="M5 12h14"/>',
    "money": '<path d="M3 6h18v12H3z"/><circle cx="12" cy="12" r="3"/>',
    "move": '<path d="M4 8h16M16 4l4 4-4 4M20 16H4M8 12l-4 4 4 4"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>',
    "person": (
        '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7"/>'
    ),
    "phone": (
        '<path d="M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A17 17'
        ' 0 0 1 3 5a2 2 0 0 1 2-2z"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "pin": (
        '<path d="M12 22s7-7 7-12a7 7 0 0 0-14 0c0 5 7 12 7 12z"/>'
        '<circle cx="12" cy="10" r="2.5"/>'
    ),
    "plane": '<path d="M10 13 3 10V8l8 1 4-6h2l-2 7 6 1v2l-6 1 2 7h-2l-4-6-4 4"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4v-7h16v7h-3M7 14h10v7H7z"/>',
    "pulse": '<path d="M2 12h5l3-8 4 16 3-8h5"/>',
    "rest": '<path d="M5 21V9a4 4 0 0 1 8 0M5 15h14M19 21v-8M9 21v-6M15 21v-6"/>',
    "school": '<path d="M2 9l10-5 10 5-10 5zM6 11v6c3 3 9 3 12 0v-6M22 9v7"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
    "star": (
        '<path d="M12 3l2.8 5.8 6.2.9-4.5 4.4 1.1 6.3L12 17.4l-5.6 3 1.1-6.3L3'
        ' 9.7l6.2-.9z"/>'
    ),
    "train": (
        '<path d="M6 3h12v13H6zM6 10h12M9 21l2-5M15 21l-2-5M8 21h8"/>'
        '<path d="M9 13v.5M15 13v.5"/>'
    ),
    "upload": '<path d="M12 16V4M7 9l5-5 5 5M4 16v4h16v-4"/>',
    "work": '<path d="M3 8h18v12H3zM8 8V4h8v4M3 13h18M12 12v2"/>',
}
