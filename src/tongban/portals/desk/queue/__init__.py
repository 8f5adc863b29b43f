"""The queue at the desk: the clerk's column, windows, screens and terminals."""
