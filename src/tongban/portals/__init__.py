"""Pages for people: citizen, desk, and what they share."""
