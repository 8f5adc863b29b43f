"""Rosters of students a school sends as one table (学生花名册)."""
