"""Use cases of collecting results: wishes, parcels, handing over."""
