"""The reader's pages: home, search, articles and their captures."""
