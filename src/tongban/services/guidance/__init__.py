"""Use cases of finding one's way: everyday words, life events, places."""
