"""What the funds pay: the figures of a region, and bills counted by them."""
