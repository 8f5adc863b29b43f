"""Schema history of calendar."""
