"""Where coordination finds the circular that waits for it."""

from home.circular import compose_asks, compose_keys


def register() -> None:
    compose_asks.register()
    compose_keys.register()
