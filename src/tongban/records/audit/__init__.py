"""Hash-chained log of looks at personal data (查询留痕)."""
