"""Desk pages on collecting results: parcels, and handing over at the counter."""
