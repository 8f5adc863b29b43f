"""What schools sent as tables of students, row by row."""
