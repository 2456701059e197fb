"""Programmes, themes, actions, who carries them and with whom; what is said of them and joined to them."""

from preau.programmes.models.attachments import Attachment, AttachmentContent
from preau.programmes.models.discussion import Comment, Mention, Target
from preau.programmes.models.programmes import Action, ActionHolder, ActionPartner, ColumnChoice, Programme, Theme

__all__ = [
    "Action",
    "ActionHolder",
    "ActionPartner",
    "Attachment",
    "AttachmentContent",
    "ColumnChoice",
    "Comment",
    "Mention",
    "Programme",
    "Target",
    "Theme",
]
