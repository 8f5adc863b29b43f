"""Systems outside, each with a local double."""
