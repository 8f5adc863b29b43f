"""Editing the catalogue at the desk: lists, drafts, decisions, versions."""
