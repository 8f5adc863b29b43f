"""Manual claims (手工报销)."""
