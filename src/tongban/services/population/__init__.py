"""Writing the invented population as tables that the register can be loaded from."""
