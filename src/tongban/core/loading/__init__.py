"""Rows of the register as tables of other systems bring them (批量装入)."""
