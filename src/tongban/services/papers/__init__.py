"""Use cases of papers."""
