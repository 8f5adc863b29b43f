"""Schema history of files."""
