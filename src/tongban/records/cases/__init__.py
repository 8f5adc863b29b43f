"""Cases and their append-only events (办件)."""
