"""Migrations of the medical catalogue."""
