"""Background work: deadlines, escalation, outbox, verification."""
