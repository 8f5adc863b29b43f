"""Schema history of papers."""
