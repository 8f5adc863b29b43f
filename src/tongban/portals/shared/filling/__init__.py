"""Forms generated from an item, filled in at any door."""
