"""Use cases of the register of persons, employers and cover (参保)."""
