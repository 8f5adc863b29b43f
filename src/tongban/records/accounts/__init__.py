"""Sign-in accounts of citizens, employers, institutions and staff."""
