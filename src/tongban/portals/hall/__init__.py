"""What stands in a hall: the screen that calls numbers, and self-service terminals."""
