"""Outbox of messages to people (消息)."""
