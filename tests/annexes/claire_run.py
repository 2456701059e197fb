"""Makes Allonnes and Claire, who coordinates it, in a new database, and says the key of her session."""

from __future__ import annotations

import sys

from preau.config.database import wake

wake()

from django.conf import settings  # noqa: E402 - models exist once Django is awake
from django.test import Client  # noqa: E402

from preau.people.models import Cite, Membership, User  # noqa: E402
from preau.people.roles import Role  # noqa: E402

claire = User.objects.create_user(email="claire@ville.example", name="Claire")
cite = Cite.objects.create(slug="allonnes", name="Allonnes")
Membership.objects.create(user=claire, cite=cite, role=Role.COORDINATION)
client = Client()
client.force_login(claire)
sys.stdout.write(client.cookies[settings.SESSION_COOKIE_NAME].value)
