"""Use cases of demo."""
