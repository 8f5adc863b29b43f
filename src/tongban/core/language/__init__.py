"""Other languages of the same pages: what is said, never what is entered."""
