"""When a provider first vouches for an address that was assumed, or a letter reaches it: what was chosen before goes.

An invitation that no letter carries is a link shown to whoever invites. They could open it themselves, choose a
password, and wait: the account would be theirs as much as the person's who later comes in by a provider or a letter.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from preau.people.models import User


def prove_address(*, user: User, email: str) -> bool:
    """Take away every other way into the account, and its sessions: the address is proved to be the person's.

    False, and nothing is taken away, where it was proved before. The roles stay, and all that was done.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.address_assumed:
            return False
        user.set_unusable_password()
        user.address_assumed = False
        user.save(update_fields=["password", "address_assumed"])
        Authenticator.objects.filter(user=user).delete()
        SocialAccount.objects.filter(user=user).delete()
        EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
    return True
