"""Schema history of timekeeping."""
