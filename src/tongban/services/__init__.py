"""Use cases: operations (one transaction each) and queries."""
