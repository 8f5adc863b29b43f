"""Staff: papers that let them work, absences and stand-ins, fair shares of work."""
