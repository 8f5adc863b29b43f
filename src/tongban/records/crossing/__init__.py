"""Records of handling across regions."""
