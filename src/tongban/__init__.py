"""Tongban (通办): basic medical insurance services, from application to result."""
