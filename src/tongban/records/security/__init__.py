"""Database roles and row-level security helpers."""
