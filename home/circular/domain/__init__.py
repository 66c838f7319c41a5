"""What is done with the circular: gathered, proposed, put together, checked, sent and read."""
