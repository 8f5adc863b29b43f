"""Schema history of loads."""
