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

# Sender: GroupMembership. The person of `seat` asks to come into its group.
seat_requested = Signal()

# Sender: GroupMembership. `by` has answered the request of `seat`, or has taken its person out of the group.
seat_answered = Signal()

# Sender: GroupMembership. Nothing is asked for or offered by `seat` any more: its person is turned away as they were before.
seat_withdrawn = Signal()

# Sender: GroupMembership. `by` has offered `seat` to its person.
seat_offered = Signal()

# Sender: GroupMembership. The person of `seat` has come in of their own accord, or by accepting what was offered.
seat_taken = Signal()

# Sender: GroupMembership. `by` has changed the role of `seat`.
role_changed = Signal()
