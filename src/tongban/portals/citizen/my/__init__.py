"""One's own cases: lists, one case, notices, results, mandates, messages."""
