"""The desk's pages on transfers between areas."""
