"""Money kept in accounts: balanced journals, reversal by mirror, balances as sums."""
