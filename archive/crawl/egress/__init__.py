"""The only way out: from a URL to an Exchange, over an address that the guard approved."""
