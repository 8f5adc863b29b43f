"""Register of staff: what was signed and learnt, devices, absences, shares."""
