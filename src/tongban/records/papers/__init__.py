"""Papers handed out in cases."""
