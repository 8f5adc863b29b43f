"""The national interface at work: one message, one transaction, one answer."""
