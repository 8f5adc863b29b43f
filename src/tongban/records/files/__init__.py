"""Uploaded materials, stored by digest (材料附件)."""
