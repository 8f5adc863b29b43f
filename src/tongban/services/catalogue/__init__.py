"""Use cases of editing the catalogue: drafts, a second person, publication."""
