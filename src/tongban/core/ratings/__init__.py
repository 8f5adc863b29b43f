"""Ratings, corrections, complaints and surveys: what may be said, and what follows."""
