"""Rows of what institutions file for a person (备案)."""
