"""How a result reaches its owner (结果领取): online, at a counter, by post."""
