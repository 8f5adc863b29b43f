"""Loading versions of the medical catalogue, looking codes up on a day."""
