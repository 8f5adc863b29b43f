"""The self-service terminal: big type, one person at a time, nothing left behind."""
