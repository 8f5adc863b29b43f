"""Use cases of parties."""
