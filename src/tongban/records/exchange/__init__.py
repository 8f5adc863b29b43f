"""Messages sent to and received from other deployments."""
