"""Queue tickets of halls: who is next, what may happen to a ticket, how long."""
