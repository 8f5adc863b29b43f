"""Tables the register was loaded from, and how far each load has come (批量装入)."""
