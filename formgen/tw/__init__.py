"""Taiwan's rules, one small module each."""
