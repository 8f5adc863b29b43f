"""Holiday notices loaded while the platform runs (放假安排)."""
