"""Typed register entries written by effects (登记簿)."""
