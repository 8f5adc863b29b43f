"""Telling people: wording, ways, quiet hours, proof, replies (通知与送达)."""
