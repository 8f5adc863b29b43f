"""Pages of the staff register, devices, absences and the distribution of work."""
