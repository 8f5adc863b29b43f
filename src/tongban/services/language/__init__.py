"""The pages in traditional Chinese and in English."""
