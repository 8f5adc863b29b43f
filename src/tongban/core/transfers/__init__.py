"""Moving an insurance relation between areas (医保关系转移接续): items 10 and 11."""
