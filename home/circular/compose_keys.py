"""The keys of the screen on which a circular is put together."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.keys import ESCAPE, Key, Keys, register_keys

COMPOSING = Keys(
    _("Putting a circular together"),
    40,
    (
        Key(("p",), _("see how it looks")),
        Key(("j", "k"), _("next entry, previous entry")),
        Key(("a",), pgettext_lazy("key", "accept it")),
        Key(("x",), pgettext_lazy("key", "leave it out, or take it out")),
        Key(("d",), pgettext_lazy("key", "highlight it")),
        Key(("⇧ K", "⇧ J"), pgettext_lazy("key", "move it up, move it down")),
        Key(("u",), pgettext_lazy("key", "undo")),
        Key(("e",), pgettext_lazy("key", "shorten it")),
        Key((ESCAPE,), pgettext_lazy("key", "close its words")),
    ),
    visible=lambda user: user.standing.cares_for_members,
)


def register() -> None:
    register_keys(COMPOSING)
