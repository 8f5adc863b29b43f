"""Use cases of ratings, corrections, complaints and surveys."""
