"""What changes in the conversations, and how: each verb owns the whole change."""
