"""What an answer means, and what is to be written of it."""
