"""What the forum tells the floors above it, and its own notifications, in the transaction in which it happens."""

from django.dispatch import Signal

# Sender: Topic. `topic` has been opened with its first `post`.
topic_published = Signal()

# Sender: Post. `post` answers in its topic; not sent for the first one.
post_published = Signal()

# Sender: Post. `post` was edited by `by`; `mentioned` are the people it names that it did not name before.
post_edited = Signal()

# Sender: Topic. `post` solves `topic`, says `by`.
topic_solved = Signal()

# Sender: Act. `act` is a line of the moderation log.
moderated = Signal()

# Sender: Report. `report` waits for a decision.
reported = Signal()

# Sender: Report. `report` has been decided by `by`.
report_decided = Signal()
