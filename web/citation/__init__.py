"""Citations: one Capture as a sentence, as a record for reference managers, and as tags and links for programs."""
