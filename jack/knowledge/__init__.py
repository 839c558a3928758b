"""What the hotel has written down: reading it in, cutting it, finding it again."""
