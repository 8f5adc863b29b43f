"""Pure domain: values and decisions; no Django, database, file or clock."""
