"""Rows of visits, what they cost, who paid, and the year of each person."""
