"""How results are collected, and parcels on their way."""
