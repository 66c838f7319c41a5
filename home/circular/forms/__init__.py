"""The forms in which entries are proposed, put together and sent."""
