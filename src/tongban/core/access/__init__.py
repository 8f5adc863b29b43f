"""Who may do what: role x office x item x step."""
