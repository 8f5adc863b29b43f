"""Payment orders, batches and bank returns (拨付)."""
