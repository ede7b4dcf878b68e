"""WACZ packages written (WACZ 1.1.1): what goes in, and in which form."""
