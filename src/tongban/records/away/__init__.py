"""Filings of treatment away from home, and emergencies that counted as filed."""
