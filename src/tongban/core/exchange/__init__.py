"""Messages between deployments: numbered, chained, signed, applied exactly once."""
