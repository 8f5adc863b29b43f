"""Desk pages of ratings: bad ones put right, complaints answered, surveys made."""
