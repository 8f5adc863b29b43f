"""Use cases of personal accounts (个人账户): credit, share, withdraw, show."""
