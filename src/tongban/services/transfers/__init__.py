"""Moving the insurance relation between areas (医保关系转移接续)."""
