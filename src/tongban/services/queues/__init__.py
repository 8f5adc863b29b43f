"""Use cases of hall queues: tickets, windows, devices, visitors of terminals."""
