"""Paying (拨付): orders, files for the bank, and the bank's returns."""
