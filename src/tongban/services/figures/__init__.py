"""Figures of the work for supervisors: each number opens the cases behind it."""
