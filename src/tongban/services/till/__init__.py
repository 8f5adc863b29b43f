"""The till (收银台): a person plays the cashier, by the messages of a system."""
