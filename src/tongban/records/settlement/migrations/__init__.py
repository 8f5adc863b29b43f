"""Migrations of visits and settlements."""
