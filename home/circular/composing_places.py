"""Where coordination finds the circular that waits for it."""

from home.circular.compose_asks import circular
from intranet.panels import register_panel


def register() -> None:
    register_panel("dashboard:asks", 14, circular)
