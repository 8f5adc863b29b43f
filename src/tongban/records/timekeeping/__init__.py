"""The settable clock of tests, demos and scenarios."""
