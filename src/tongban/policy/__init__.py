"""Reads and checks the policy folder; answers which terms hold on a day."""
