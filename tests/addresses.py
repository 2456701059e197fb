"""Every address of the project, and what it asks of whoever opens it: one line an address.

A new address is declared here, or `test_every_address.py` fails and says what to add:

    "programme": Address(get=Verb.READ, given=YEAR),
    "action-edit": Address(get=Verb.EDIT, post=Verb.EDIT, given=ACTION, own=404),

`get` and `post` say what is needed: a verb, ANY_ROLE in the cité, SIGNED_IN, OPEN, or ABSENT for what leads nowhere
with these words, whoever asks; without one of them the method is refused. `given` are the words of the address, as
values or as functions of the `World` that the test makes: a programme of Allonnes with its people. `own` is what the
holder of another organisation is answered, `whole` what any holder is, `others` what anybody is but the coordination;
`empty`, what a form that says nothing may be answered besides, where somebody who may sends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from preau.people.roles import Verb

OPEN, SIGNED_IN, ABSENT, ANY_ROLE = "open", "signed in", "absent", "any role in the cité"


@dataclass(frozen=True)
class Address:
    """What an address asks, and the words that make one of it."""

    get: Verb | str | None = None
    post: Verb | str | None = None
    given: dict[str, Any] = field(default_factory=dict)
    own: int = 0
    whole: int = 0
    others: int = 0
    empty: int = 0


CITE = {"cite": "allonnes"}
YEAR = {**CITE, "year": 2020}
ACTION = {**YEAR, "serial": 1}
IMPORT = {**YEAR, "number": 1}
UPLOAD = {**CITE, "number": lambda world: world.upload.number}
FINDING = {**YEAR, "mark": lambda world: world.finding.mark}
ORGANISATION = {**CITE, "pk": lambda world: world.holder.organisation_id}
THEME = {**CITE, "pk": lambda world: world.cite.themes.first().pk}
MEMBER = {**CITE, "number": lambda world: world.membership.pk}
INVITATION = {**CITE, "number": lambda world: world.invitation.pk}
TEAM = {"number": lambda world: world.administration.pk}
TEAM_INVITATION = {"number": lambda world: world.team_invitation.pk}
ACCOUNT = {"number": lambda world: world.membership.user_id}

EDIT = Verb.EDIT
ORDER = Verb.MANAGE_ORGANISATIONS
KEEP = Verb.MANAGE_INSTALLATION
INVITE = Verb.MANAGE_MEMBERS

SITE = {
    "home": Address(get=SIGNED_IN),
    "help": Address(get=SIGNED_IN),
    "guide": Address(get=SIGNED_IN, given={"role": "coordination"}),
    "cite": Address(get=ANY_ROLE, given=CITE),
    "mark_read": Address(post=Verb.READ, given=CITE),
    "search": Address(get=Verb.READ, given=CITE),
    "programme": Address(get=Verb.READ, given=YEAR),
    "annex": Address(get=Verb.READ, given={**YEAR, "format_": "csv"}),
    "differences": Address(get=Verb.READ_BUDGETS, given=YEAR),
    "differences_paper": Address(get=Verb.READ_BUDGETS, given={**YEAR, "format_": "docx"}),
    "findings": Address(get=Verb.READ, given=YEAR),
    "action": Address(get=Verb.READ, given=ACTION, own=404),
    "import": Address(get=Verb.READ, given=IMPORT, whole=404),
    "source": Address(get=Verb.READ, given=IMPORT, whole=404),
    "columns": Address(post=Verb.READ, given=CITE),
    "cells": Address(post=EDIT, given=YEAR),
    "bulk": Address(post=EDIT, given=YEAR),
    "add_action": Address(get=EDIT, post=EDIT, given=YEAR),
    "renewal": Address(get=EDIT, given=YEAR),
    "renew": Address(post=EDIT, given=YEAR),
    "years": Address(get=EDIT, post=EDIT, given=YEAR),
    "numbering": Address(get=EDIT, post=EDIT, given=YEAR),
    "keep_finding": Address(post=EDIT, given=FINDING),
    "ask_again": Address(post=EDIT, given={**YEAR, "pk": lambda world: world.acceptance.pk}),
    "fix": Address(post=EDIT, given=ACTION),
    "edit_action": Address(get=EDIT, post=EDIT, given=ACTION),
    "duplicate_action": Address(post=EDIT, given=ACTION),
    "withdraw_action": Address(post=EDIT, given=ACTION),
    "restore_action": Address(post=EDIT, given=ACTION),
    "postpone_action": Address(post=EDIT, given=ACTION),
    "plan": Address(get=Verb.READ, given=ACTION, own=404),
    "edit_plan": Address(get=EDIT, post=EDIT, given=ACTION),
    "remove_plan": Address(post=EDIT, given=ACTION),
    "plan_file": Address(get=Verb.READ, given={**ACTION, "format_": "csv"}, own=404),
    "attach": Address(get=Verb.ATTACH, post=Verb.ATTACH, given=ACTION, own=404),
    "attachment": Address(get=Verb.READ_PEOPLE, given={**ACTION, "number": 1}, own=404),
    "remove_attachment": Address(post=Verb.ATTACH, given={**ACTION, "number": 1}, own=404, others=403),
    "comment": Address(get=Verb.COMMENT, post=Verb.COMMENT, given=ACTION, own=404),
    "remove_comment": Address(post=Verb.COMMENT, given={**ACTION, "number": 1}, own=404, others=403),
    "add_target": Address(get=EDIT, post=EDIT, given=ACTION),
    "remove_target": Address(post=EDIT, given=ACTION, empty=404),
    "confirm_holder": Address(post=EDIT, given=ACTION),
    "replace_holder": Address(post=EDIT, given=ACTION),
}

UPLOADS = {
    "upload": Address(get=Verb.IMPORT, post=Verb.IMPORT, given=CITE),
    "upload_page": Address(get=Verb.IMPORT, given=UPLOAD),
    "upload_state": Address(get=Verb.IMPORT, given=UPLOAD),
    "upload_read": Address(post=Verb.IMPORT, given=UPLOAD),
    "upload_columns": Address(post=Verb.IMPORT, given=UPLOAD),
    "upload_keep": Address(post=Verb.IMPORT, given=UPLOAD),
    "upload_apply": Address(post=Verb.IMPORT, given=UPLOAD),
    "upload_leave": Address(post=Verb.IMPORT, given=UPLOAD),
    "undo_import": Address(get=Verb.IMPORT, post=Verb.IMPORT, given=IMPORT),
}

DIRECTORY = {
    "organisations": Address(get=Verb.READ, given=CITE, whole=403),
    "organisation_add": Address(get=ORDER, post=ORDER, given=CITE),
    "organisation_duplicates": Address(get=Verb.READ, given=CITE, whole=403),
    "organisations_tell": Address(post=ORDER, given=CITE, empty=404),
    "organisation_unmerge": Address(post=ORDER, given={**CITE, "number": 1}, empty=404),
    "organisation": Address(get=Verb.READ, given=ORGANISATION, own=403),
    "organisation_edit": Address(get=ORDER, post=ORDER, given=ORGANISATION),
    "organisation_alias": Address(post=ORDER, given=ORGANISATION),
    "organisation_merge": Address(get=ORDER, post=ORDER, given=ORGANISATION),
    "themes": Address(get=Verb.READ, given=CITE, whole=403),
    "theme_add": Address(post=EDIT, given=CITE),
    "theme_unmerge": Address(post=EDIT, given={**CITE, "number": 1}, empty=404),
    "theme_edit": Address(get=EDIT, post=EDIT, given=THEME),
    "theme_place": Address(post=EDIT, given=THEME, empty=404),
    "theme_merge": Address(post=EDIT, given=THEME),
}

MANAGE = Verb.MANAGE_BUDGETS
ENVELOPE = {**CITE, "pk": lambda world: world.envelope.pk}

MONEY = {
    "envelopes": Address(get=Verb.READ_BUDGETS, given=CITE),
    "envelope": Address(get=Verb.READ_BUDGETS, given=ENVELOPE),
    "envelope_statement": Address(get=Verb.READ_BUDGETS, given={**ENVELOPE, "format_": "csv"}),
    "envelope_add": Address(get=MANAGE, post=MANAGE, given=CITE),
    "envelope_edit": Address(get=MANAGE, post=MANAGE, given=ENVELOPE),
    "envelope_rules": Address(get=MANAGE, post=MANAGE, given=ENVELOPE),
    "envelope_issue": Address(post=MANAGE, given=ENVELOPE),
    "envelope_note": Address(post=MANAGE, given=ENVELOPE),
    "envelope_program": Address(post=EDIT, given=ENVELOPE),
    "movements": Address(get=Verb.READ, given=CITE),
    "movement_reverse": Address(
        get=MANAGE, post=MANAGE, given={**CITE, "pk": lambda world: world.envelope.movements.latest("pk").pk}
    ),
}

REVISION = {**YEAR, "serial": lambda world: world.revision.serial}
REVISION_LINE = {**REVISION, "number": lambda world: world.revision.lines.get(action=None).pk}
DRAFTS = Verb.READ_DRAFTS
REVISE = Verb.REVISE

REVISIONS = {
    "revisions": Address(get=Verb.READ_BUDGETS, given=YEAR),
    "revision_start": Address(post=REVISE, given=YEAR),
    "revision_compare": Address(get=Verb.READ_BUDGETS, given=YEAR),
    "revision_import": Address(get=REVISE, post=REVISE, given=YEAR),
    "revision_import_page": Address(
        get=REVISE, post=REVISE, given={**YEAR, "number": lambda world: world.upload.source_id}
    ),
    "revision": Address(get=DRAFTS, given=REVISION),
    "revision_save": Address(post=REVISE, given=REVISION),
    "revision_cells": Address(post=REVISE, given=REVISION),
    "revision_spread": Address(post=REVISE, given=REVISION),
    "revision_refresh": Address(post=REVISE, given=REVISION),
    "revision_add": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_line": Address(get=REVISE, post=REVISE, given={**REVISION, "action": 1}),
    "revision_added": Address(get=REVISE, given=REVISION_LINE),
    "revision_leave": Address(post=REVISE, given=REVISION_LINE),
    "revision_describe": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_propose": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_take_back": Address(post=REVISE, given=REVISION),
    "revision_withdraw": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_adopt": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_reject": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_undo": Address(get=REVISE, post=REVISE, given=REVISION),
    "revision_copy": Address(post=REVISE, given=REVISION),
    "revision_paper": Address(get=DRAFTS, given={**REVISION, "what": "annexe", "format_": "odt"}),
    "revision_issue": Address(post=REVISE, given=REVISION),
    "revision_assent": Address(get=Verb.ASSENT, post=Verb.ASSENT, given=REVISION),
}

MEMBERS = {
    "members": Address(get=Verb.READ_PEOPLE, post=INVITE, given=CITE),
    "member": Address(get=INVITE, post=INVITE, given=MEMBER),
    "end_member": Address(post=INVITE, given=MEMBER),
    "resend_invitation": Address(post=INVITE, given=INVITATION),
    "revoke_invitation": Address(post=INVITE, given=INVITATION),
    "invitation": Address(get=OPEN, post=OPEN, given={"secret": lambda world: world.secret}),
    "hat": Address(post=ABSENT, given={"role": "coordination"}),
    "installation": Address(get=KEEP, post=KEEP),
    "end_team": Address(post=KEEP, given=TEAM),
    "resend_team": Address(post=KEEP, given=TEAM_INVITATION),
    "revoke_team": Address(post=KEEP, given=TEAM_INVITATION),
    "accounts": Address(get=KEEP),
    "close_account": Address(post=KEEP, given=ACCOUNT),
    "reopen_account": Address(post=KEEP, given=ACCOUNT),
    "new_cite": Address(get=KEEP, post=KEEP),
    "keep_cite": Address(get=KEEP, post=KEEP, given={"slug": "allonnes"}),
}

PAPERS = {
    "verify": Address(get=OPEN, post=OPEN),
    "papers": Address(get=Verb.READ_BUDGETS, given=CITE),
    "paper": Address(get=Verb.READ_BUDGETS, given={**CITE, "number": lambda world: world.paper.number}),
    "paper_file": Address(get=Verb.READ_BUDGETS, given={**CITE, "number": lambda world: world.paper.number}),
}

DRAFTS, REVISE = Verb.READ_DRAFTS, Verb.REVISE
COMMITTEE = {**CITE, "pk": lambda world: world.sitting.committee_id}
SEAT = {**CITE, "pk": lambda world: world.cite.seats.first().pk}
SITTING = {**CITE, "pk": lambda world: world.sitting.pk}
ITEM = {**SITTING, "number": lambda world: world.sitting.items.first().pk}
PERSON = {**SITTING, "number": lambda world: world.sitting.attendees.first().pk}
PROPOSED = {**YEAR, "serial": lambda world: world.proposed.serial}

SITTINGS = {
    "governance": Address(get=DRAFTS, given=CITE),
    "governance_begin": Address(post=REVISE, given=CITE),
    "committee_add": Address(get=REVISE, post=REVISE, given=CITE),
    "committee": Address(get=REVISE, post=REVISE, given=COMMITTEE),
    "assent_rule": Address(get=REVISE, post=REVISE, given=CITE),
    "seat_add": Address(get=REVISE, post=REVISE, given=CITE),
    "seat": Address(get=REVISE, post=REVISE, given=SEAT),
    "seat_place": Address(post=REVISE, given=SEAT, empty=404),
    "sittings": Address(get=DRAFTS, given=CITE),
    "sitting_plan": Address(get=REVISE, post=REVISE, given=CITE),
    "sitting": Address(get=DRAFTS, given=SITTING),
    "sitting_edit": Address(get=REVISE, post=REVISE, given=SITTING),
    "sitting_state": Address(post=REVISE, given=SITTING),
    "sitting_minutes": Address(get=REVISE, post=REVISE, given=SITTING),
    "sitting_issue": Address(post=REVISE, given=SITTING),
    "sitting_paper": Address(get=DRAFTS, given={**SITTING, "what": "ordre-du-jour", "format_": "odt"}),
    "item_add": Address(post=REVISE, given=SITTING),
    "item": Address(get=REVISE, post=REVISE, given=ITEM),
    "item_place": Address(post=REVISE, given=ITEM, empty=404),
    "people_add": Address(post=REVISE, given=SITTING),
    "presence": Address(post=REVISE, given=SITTING),
    "person": Address(get=REVISE, post=REVISE, given=PERSON),
    "notifications": Address(get=DRAFTS, given={**PROPOSED, "format_": "odt"}),
    "notifications_issue": Address(post=REVISE, given=PROPOSED),
}

BOTH = Address(get=SIGNED_IN, post=SIGNED_IN)
PUBLIC = Address(get=OPEN, post=OPEN)
KEY = {"pk": 1}
PROVIDER = {"provider_id": "nowhere"}

ACCOUNTS = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": Address(get=OPEN),
    "account_signup": PUBLIC,
    "account_reauthenticate": BOTH,
    "account_request_reauthentication_code": BOTH,
    "account_confirm_reauthentication_code": BOTH,
    "account_email": BOTH,
    "account_email_verification_sent": Address(get=OPEN),
    "account_change_password": BOTH,
    "account_set_password": BOTH,
    "account_reset_password": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_confirm_email": Address(get=OPEN, post=ABSENT, given={"key": "unknown"}),
    "account_reset_password_from_key": Address(get=OPEN, post=OPEN, given={"uidb36": "1", "key": "unknown"}),
    "account_reset_password_from_key_done": Address(get=OPEN),
    "account_reset_password_done": Address(get=OPEN),
    "mfa_index": Address(get=SIGNED_IN),
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": BOTH,
    "mfa_activate_totp": BOTH,
    "mfa_deactivate_totp": Address(get=ABSENT, post=ABSENT),
    "mfa_view_recovery_codes": Address(get=ABSENT),
    "mfa_generate_recovery_codes": BOTH,
    "mfa_download_recovery_codes": Address(get=ABSENT, post=ABSENT),
    "mfa_list_webauthn": Address(get=SIGNED_IN),
    "mfa_add_webauthn": BOTH,
    "mfa_reauthenticate_webauthn": BOTH,
    "mfa_remove_webauthn": Address(get=ABSENT, post=ABSENT, given=KEY),
    "mfa_edit_webauthn": Address(get=ABSENT, post=ABSENT, given=KEY),
    "mfa_login_webauthn": PUBLIC,
    "socialaccount_login_cancelled": Address(get=OPEN),
    "socialaccount_login_error": Address(get=ABSENT, post=ABSENT),
    "socialaccount_signup": PUBLIC,
    "socialaccount_connections": BOTH,
    "oidc_leave": Address(get=OPEN, given=PROVIDER),
    "openid_connect_login": Address(get=ABSENT, post=ABSENT, given=PROVIDER),
    "openid_connect_callback": Address(get=ABSENT, post=ABSENT, given=PROVIDER),
    "usersessions_list": BOTH,
}

ADDRESSES = {
    **SITE,
    **UPLOADS,
    **DIRECTORY,
    **MONEY,
    **REVISIONS,
    **MEMBERS,
    **PAPERS,
    **SITTINGS,
    **ACCOUNTS,
}

OLD = ("login/cancelled/", "login/error/", "signup/", "connections/")
NAMELESS = {f"compte/social/{page}": "an old address of allauth, that leads to the new one" for page in OLD}
"""Addresses that have no name, and why nothing is asked of them."""
