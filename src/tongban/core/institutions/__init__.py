"""Designated institutions (定点医药机构): kinds, agreements, what they open."""
