"""Those served: persons, employers, schools, institutions (服务对象)."""
