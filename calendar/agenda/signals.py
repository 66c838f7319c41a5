"""What the agenda tells the floors above it, and its own notifications, in the transaction in which it happens."""

from django.dispatch import Signal

# Sender: Change. `change` is what happened to a published event that is not over.
event_changed = Signal()

# Sender: Event. `event` waits for review.
review_asked = Signal()

# Sender: Event. `event` was published or returned by `by`, who reviewed it.
event_reviewed = Signal()
