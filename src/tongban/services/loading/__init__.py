"""Loading the register from tables: checked, sealed, copied by parts (批量装入)."""
