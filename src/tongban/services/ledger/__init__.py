"""Use cases of the ledger: post, reverse, prove."""
