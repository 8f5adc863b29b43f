"""Watching over the work (监督): alerts, pledges, mandates, looks, calendar."""
