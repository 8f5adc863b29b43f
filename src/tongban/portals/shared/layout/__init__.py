"""What every page has in common: frame, layout choice, icons, form fields."""
