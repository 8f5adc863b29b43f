"""Bills of manual claims (手工报销票据)."""
