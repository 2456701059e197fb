"""The tables of money: envelopes and their movements, funding plans, revisions and their assents."""

from preau.budgets.models.envelopes import Envelope, EnvelopeRule, Movement
from preau.budgets.models.funding import FundingLine, FundingPlan
from preau.budgets.models.revisions import Assent, Revision, RevisionAmount, RevisionLine

__all__ = (
    "Assent",
    "Envelope",
    "EnvelopeRule",
    "FundingLine",
    "FundingPlan",
    "Movement",
    "Revision",
    "RevisionAmount",
    "RevisionLine",
)
