"""An invented population with realistic shares, the same from the same seed."""
