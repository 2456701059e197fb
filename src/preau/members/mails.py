"""The letter that carries an invitation. A letter that cannot leave is no failure: the link is given to copy."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from preau.core.typography import french
from preau.people.models import Invitation


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link to the address invited; False where the mail server did not take it, or where there is none.

    Waits for the server, at most as long as the settings say: never call it inside a transaction.
    """
    if not settings.PREAU_MAILS:
        return False
    said = render_to_string("members/invitation.txt", {"invitation": invitation, "link": link})
    subject, _, body = said.partition("\n")
    message = EmailMessage(french(" ".join(subject.split())), french(body.strip()) + "\n", to=[invitation.email])
    try:
        return message.send() == 1
    except OSError:  # what smtplib raises too
        return False
