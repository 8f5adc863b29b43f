"""Handling across regions (跨省通办、省内通办): the monthly progress table."""
