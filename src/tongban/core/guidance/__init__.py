"""Finding one's way to an item: life events, opening hours, distances."""
