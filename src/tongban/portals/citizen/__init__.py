"""Pages of citizens, employers and institutions."""
