"""Use cases of the staff register: papers, devices, absences, shares of work."""
