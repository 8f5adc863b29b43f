"""Working days of the Chinese statutory calendar (工作日)."""
