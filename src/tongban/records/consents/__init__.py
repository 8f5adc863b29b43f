"""Consent to the use of registered data, and reports that it is wrong."""
