"""The desk's pages on messages between areas."""
