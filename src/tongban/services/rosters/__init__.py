"""Rosters of students: taken in, checked row by row, enrolled case by case."""
