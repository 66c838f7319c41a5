"""What members tells the floors above it, in the transaction in which it happens."""

from django.dispatch import Signal

# Sender: Invitation. `invitation` has been accepted by `person`.
invitation_accepted = Signal()

# Sender: GroupMembership. `seat` has come into force; `by` gave it to its person.
seat_given = Signal()

# Sender: Position. `position` has an end, and `successor` takes over from its person; `by` arranged it.
position_handed_over = Signal()

# Sender: Position. `position` has no end any more, and `successor` does not take over from its person.
handover_undone = Signal()

# Sender: User. `person` may see less from now on: a position, a part of it or a seat in a group of theirs has ended.
access_lessened = Signal()
