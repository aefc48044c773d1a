"""The registers: one canonical layer per file, each with its editions, columns and rules."""
