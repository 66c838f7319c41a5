"""The outbox: every mail of the site is a row here before it goes out, and its row says what became of it."""
