"""Telling people from the desk: calls, what did not arrive, replies, coverage."""
