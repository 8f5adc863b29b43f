"""Versions of the medical catalogue and their entries."""
