"""Settings: safe by default, demo values only when TONGBAN_DEMO is set."""
