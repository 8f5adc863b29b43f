"""Filing of treatment away from home, and the rate that follows (异地就医备案)."""
