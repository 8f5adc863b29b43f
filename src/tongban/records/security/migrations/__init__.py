"""Schema history of security."""
