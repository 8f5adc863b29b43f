"""Pages of figures: tables, causes of rework, definitions, the wall screen."""
