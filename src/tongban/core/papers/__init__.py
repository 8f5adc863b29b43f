"""Papers an office hands out (文书): what they say and how a file proves itself."""
