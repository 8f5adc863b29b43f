"""Filings that institutions enter for a person (备案)."""
