"""Bills settled over HTTP beside the database's own load tool, in one run."""
