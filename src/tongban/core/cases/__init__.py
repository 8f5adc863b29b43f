"""The life of a case (办件): events, transitions, clock, notices."""
