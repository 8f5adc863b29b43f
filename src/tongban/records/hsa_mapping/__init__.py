"""Own codes of institutions and the national codes they stand for."""
