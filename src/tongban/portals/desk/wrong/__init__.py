"""Desk page of reports that registered data is wrong."""
