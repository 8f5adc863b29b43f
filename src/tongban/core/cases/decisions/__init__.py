"""Decisions: what a command adds to a case, from plain values."""
