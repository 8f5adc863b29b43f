"""An institution's departments and medical staff (科室、医执人员)."""
