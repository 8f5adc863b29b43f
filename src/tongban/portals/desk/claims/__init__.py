"""Bills of manual claims at the desk."""
