"""Settings, urls, wiring, command line; the only place that knows everybody."""
