"""Measures of speed for ``make bench``; they tell, they never judge."""
