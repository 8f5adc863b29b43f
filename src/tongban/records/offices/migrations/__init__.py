"""Schema history of offices."""
