"""The catalogue of service items (经办事项) and its versions."""
