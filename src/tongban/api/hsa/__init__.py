"""The door of the national interface (定点医药机构接口) at /hsa/."""
