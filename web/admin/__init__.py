"""The keeper's desk: accounts, Sources and crawls."""
