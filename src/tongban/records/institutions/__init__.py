"""Designated institutions and the history of their agreements."""
