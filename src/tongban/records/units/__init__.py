"""Who let whom act for an employer or institution."""
