"""Designated institutions (定点医药机构): keeping them, finding them."""
