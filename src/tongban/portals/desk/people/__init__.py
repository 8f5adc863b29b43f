"""The register at the desk: persons, units, and disputes between covers."""
