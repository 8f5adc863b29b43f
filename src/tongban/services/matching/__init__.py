"""Use cases of facts other departments share (数据比对)."""
