"""Was a ranked list any good: any list from any tool against any outcomes."""
