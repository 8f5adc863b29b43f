"""Posting of local materials and pinned terms (事项版本)."""
