"""Commands of ``tongban``, one module each, named as the command."""
