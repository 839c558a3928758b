"""Opening the port: nothing heavy is imported here."""

from __future__ import annotations

import socket

from jack.errors import Conflict, Invalid

BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """Open the port, before anything slow is imported: callers wait instead of being refused.

    Raises Conflict when it is taken, Invalid when there is no such address.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except socket.gaierror as error:
        raise Invalid(f"There is no address {host} on this machine.") from error
    except OSError as error:
        raise Conflict(
            f"Port {port} on {host} cannot be opened ({error.strerror}). "
            "Choose another with --port."
        ) from error
    listener.setblocking(False)
    return listener
