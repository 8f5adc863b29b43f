"""Changes regions make to the catalogue in the browser, and who was told."""
