"""A real mail server on this machine, which keeps every letter it is given."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from preau.config.mail import mail_settings

SENDER = "Préau <preau@ville.example>"


class Postbox:
    """The letters, in the order of their coming. It refuses the addresses in `refused`."""

    def __init__(self):
        self.letters = []
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"

    def bodies(self, address):
        """The texts of the letters to that address."""
        return [letter.get_content() for people, letter in self.letters if people == [address]]


@contextmanager
def a_postbox(settings):
    """The postbox that Django's letters go to, over SMTP."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=a_free_port())
    controller.start()
    # Django puts another backend in its place while it is tested; the rest is what PREAU_MAIL gives.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in mail_settings(f"smtp://127.0.0.1:{controller.port}", SENDER).items():
        setattr(settings, name, value)
    yield box
    controller.stop()


def a_free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def link_in(body):
    """The path of the first address that a letter gives."""
    return re.search(r"http://[^/\s]+(/\S+)", body)[1]
