"""Facts other departments share, and what they propose (数据比对)."""
