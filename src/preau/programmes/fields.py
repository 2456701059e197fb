"""Euros in the database: whole cents, exact on every engine, in sums too."""

# ruff: noqa: ANN401 - a field takes and gives what Django hands it

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from preau.core.money import round_cents


class EuroField(models.BigIntegerField):
    """An amount in euros: Decimal with two decimals in Python, an integer number of cents in the database.

    SQLite has no decimal type; its sum of DecimalField is a sum of floats. A sum over this field is an EuroField too.
    Writing an amount with fractions of cents is a defect of the caller and raises ValueError.
    """

    description = "Montant en euros"

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        """Cents to euros."""
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value: Any) -> Any:
        """Whatever a caller gives, as euros."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Euros to cents."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        amount = Decimal(value)
        if round_cents(amount) != amount:
            raise ValueError(f"{amount} has fractions of cents")
        return int(amount.scaleb(2))
