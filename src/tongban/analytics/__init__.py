"""Read-only figures and reports."""
