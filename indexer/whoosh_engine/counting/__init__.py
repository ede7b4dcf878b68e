"""What was found, counted by what a reader can choose: facets and dates."""
