"""Handling across regions: the monthly progress table (GD18 任务六)."""
