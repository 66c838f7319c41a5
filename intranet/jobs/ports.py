"""Is the port free? The web server would not say: it shares a port silently with whoever has it."""

import errno
import socket

CONNECT_SECONDS = 1


def answers(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS):
            return True
    except OSError:
        return False


def is_taken(host: str, port: int) -> bool:
    """Whether another program listens at `host` and `port`, or where a browser would go for `localhost`.

    Raises OSError when we may not listen there for another reason.
    """
    if answers(host, port) or (is_local(host) and answers("localhost", port)):
        return True
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return True
    return False


def is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
