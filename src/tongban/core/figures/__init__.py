"""Figures of the work: what is counted, how, and in which span of days."""
