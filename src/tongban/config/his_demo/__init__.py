"""A simulated hospital and pharmacy: a day of visits over HTTP, then reconciled."""
