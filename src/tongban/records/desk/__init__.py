"""What the desk keeps for itself: filters, phrases, samples, taken-over drafts."""
