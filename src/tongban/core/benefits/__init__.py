"""Who pays what: one bill against the terms of one region, to the fen."""
