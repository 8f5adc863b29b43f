"""The door of the national interface: keys, sign-ins, messages, files."""
