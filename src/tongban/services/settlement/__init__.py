"""Visits opened, charged, settled and undone; each operation is one transaction."""
