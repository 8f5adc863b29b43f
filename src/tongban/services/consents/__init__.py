"""Use cases of consent to the use of registered data, and of wrong data."""
