"""Django apps: models, constraints, migrations; one per domain word."""
