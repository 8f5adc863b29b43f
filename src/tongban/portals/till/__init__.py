"""The till: pages on which a person plays the cashier of an institution."""
