"""Migrations of institutions."""
