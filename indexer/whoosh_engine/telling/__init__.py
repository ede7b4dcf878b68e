"""What is said beside the hits: pieces of text, other spellings, suggestions, related articles."""
