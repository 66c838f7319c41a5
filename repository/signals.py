"""What the bank tells the floors above it, and its own notifications, in the transaction in which it happens."""

from django.dispatch import Signal

# Sender: ResourcePage. `page` is what readers see from now on, by `by`; `is_first`: they did not see it before.
resource_published = Signal()

# Sender: Collection. Those with these `keys` say something else than before, or are for others, or hold something else.
collections_changed = Signal()

# Sender: ResourcePage. `page` waits for a decision, asked by `by`.
resource_submitted = Signal()

# Sender: ResourcePage. `by` has decided: `page.review` says how, `page.review_note` why.
resource_reviewed = Signal()

# Sender: ResourcePage. `page` is not among what is current any more (`page.archive_reason`), or is again.
resource_archived = Signal()
resource_restored = Signal()
