"""Schema history of payments."""
