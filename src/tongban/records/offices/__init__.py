"""Offices on five levels, staff, and their grants."""
