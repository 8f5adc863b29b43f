"""Sentences for people, by the code of what happened."""
