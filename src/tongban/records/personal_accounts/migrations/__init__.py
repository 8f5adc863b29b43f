"""Schema history of personal accounts."""
