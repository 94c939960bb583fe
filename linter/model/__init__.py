"""The values that every other part works on; they import nothing but each other."""
