"""Visits, what they cost, and who pays: pure rules of settlement (医疗费用结算)."""
