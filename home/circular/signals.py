"""What the circular tells the floors above its domain, in the transaction in which it happens."""

from django.dispatch import Signal

# Sender: CircularEntry. The author of `entry` is to be told `entry.told`: what `by` decided on it, or that it waits in a later circular.
entry_decided = Signal()

# Sender: CircularPage. `circular` is out from now on: `by` has begun to send it, or nobody when its day had come.
circular_begun = Signal()

# Sender: CircularPage. Mails of `circular` wait to be written: whoever writes them takes the turn `stamp` (`domain.turns`).
mails_wait = Signal()

# Sender: CircularPage. The day of `circular` had come, and it did not go out: `reasons`, in words.
circular_held_up = Signal()

# Sender: the kind of thing. Something was published, or is for the circular by now, that the next one may gather.
something_new = Signal()
