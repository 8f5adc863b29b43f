"""Ledger accounts, journals and postings (基金账)."""
