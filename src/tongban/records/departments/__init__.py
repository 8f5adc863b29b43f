"""Rows of an institution's departments and medical staff (科室、医执人员)."""
