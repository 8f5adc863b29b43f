"""Uploaded materials: which types, sizes and names are taken."""
