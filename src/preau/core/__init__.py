"""Plain Python: the knowledge of the field. No framework, no file, no clock."""
