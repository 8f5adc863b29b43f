"""The work list: filters, export, approving together, standard phrases."""
