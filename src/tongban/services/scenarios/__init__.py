"""Use cases of scenarios."""
