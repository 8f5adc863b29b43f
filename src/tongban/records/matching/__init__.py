"""Feeds of other departments, their facts, and what these propose."""
