"""One case as staff see it, and every command they may give."""
