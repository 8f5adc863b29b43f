"""Migrations of the national interface."""
