"""The national interface (定点医药机构接口): tables, envelopes, values, answers."""
