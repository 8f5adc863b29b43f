"""Schema history of items."""
