"""Use cases of an employer's or institution's own space."""
