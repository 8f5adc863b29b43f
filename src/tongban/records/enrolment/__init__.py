"""The register of insured persons, employers and cover (参保)."""
