"""The English phrase book: Chinese as it stands on the page, and its English."""
