"""The credential of an insured person (医保码): states, dynamic code, uses."""
