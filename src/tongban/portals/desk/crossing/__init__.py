"""The progress table of handling across regions at the desk."""
