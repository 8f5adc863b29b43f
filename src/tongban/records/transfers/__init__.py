"""Transfers of the insurance relation, and what was paid in other areas."""
