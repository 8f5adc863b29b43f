"""Messages between deployments: an outbox, an inbox, and rounds that move both."""
