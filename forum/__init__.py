"""What a group says: topics, posts, experiences, moderation."""
