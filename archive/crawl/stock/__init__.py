"""What lists state and name, against what the archive holds."""
