"""The window (综合柜员): who stands there, which item, and the whole application."""
