"""The wizard: from choosing a situation to the receipt (我要办)."""
