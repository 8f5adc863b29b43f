"""Tables of credentials (医保码), their uses, guardians and faces."""
