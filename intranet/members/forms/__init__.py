"""What is typed, and what it must be like."""
