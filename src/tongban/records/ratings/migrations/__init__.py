"""Migrations of the ratings."""
