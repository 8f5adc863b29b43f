"""Who is insured, in which scheme, from when, and what that costs (参保)."""
