"""Use cases of timekeeping."""
