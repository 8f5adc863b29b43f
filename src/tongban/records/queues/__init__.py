"""Tables of hall queues: windows, tickets, their events, devices of the hall."""
