"""Migrations of bills of manual claims."""
