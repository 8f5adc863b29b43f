"""Credits, sharings and withdrawals of personal accounts (个人账户)."""
