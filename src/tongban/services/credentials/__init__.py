"""Use cases of credentials (医保码): activate, show, use, suspend, revoke."""
