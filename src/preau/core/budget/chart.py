"""The lines of the official budget of an action, as data: what they are called, on which side, who is public.

The lines and their words are those of the Cerfa 12156*06 (request) and 15059 (report); where the form gives a line no
number, its code is that of its heading and its rank in it ("60.1"). A plan is no accounts: a town's M57 or a school's
M9.6 maps onto these lines, and is not kept here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

Side = Literal["charges", "products"]
SIDES: tuple[Side, Side] = ("charges", "products")
SOURCE = "Cerfa 12156*06 et 15059, budget prévisionnel de l’action"
COST, INDIRECT, OWN = "6", "IND", "RP"
"""The codes of what has no number: a cost without its detail (short plans), indirect charges, one's own resources."""


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the form. `head` is the code of its heading, empty for a heading.

    `general` are the numbers of the general chart of accounts that fall there. `in_kind`: valued, not money. `named`:
    whoever gives it must be named.
    """

    code: str
    label: str
    side: Side
    head: str = ""
    general: tuple[str, ...] = ()
    in_kind: bool = False
    public: bool = False
    named: bool = False

    @property
    def number(self) -> str:
        """The number that the form prints before its label; empty for a line that has none."""
        return self.code if self.code.isdigit() and self.code != COST else ""

    @property
    def title(self) -> str:
        """Its number and its label."""
        return f"{self.number} {self.label}".strip()

    @property
    def path(self) -> str:
        """Its heading and itself: "60 Achats, prestations de services"."""
        return f"{ACCOUNTS[self.head].title}, {self.title}" if self.head else self.title


CHARGES = """
6   | Coût de l’action, sans détail
60  | Achats                                             | prestations de services=604 611; matières et fournitures=601 602; autres fournitures=606
61  | Services extérieurs                                | locations=612 613; entretien et réparation=615; assurance=616; documentation=618
62  | Autres services extérieurs                         | rémunérations intermédiaires et honoraires=621 622; publicité, publication=623; déplacements, missions=624 625; services bancaires, autres=626 627 628
63  | Impôts et taxes                                    | impôts et taxes sur rémunération=631 633; autres impôts et taxes=635 637
64  | Charges de personnel                               | rémunération des personnels=641; charges sociales=645; autres charges de personnel=647 648
65  | Autres charges de gestion courante
66  | Charges financières
67  | Charges exceptionnelles
68  | Dotation aux amortissements, provisions, engagements
IND | Charges indirectes affectées à l’action            | charges fixes de fonctionnement; frais financiers; autres charges indirectes
86  | Emplois des contributions volontaires en nature    | 860 secours en nature; 861 mise à disposition gratuite de biens et services; 862 prestations; 864 personnel bénévole
"""  # noqa: E501 - a heading a line
PRODUCTS = """
70  | Vente de produits finis, de marchandises, prestations de services
73  | Dotations et produits de tarification
74  | Subventions d’exploitation                         | État; Région; Département; Intercommunalité (EPCI); Commune; Organismes sociaux (CAF, etc.); Fonds européens; ASP (emplois aidés); Autres établissements publics; Aides privées (fondations, mécénat)
75  | Autres produits de gestion courante                | cotisations, dons manuels ou legs=754 756 758
76  | Produits financiers
77  | Produits exceptionnels
78  | Reprises, reports de ressources non utilisées d’opérations antérieures
79  | Transfert de charges
RP  | Ressources propres affectées à l’action
87  | Contributions volontaires en nature                | 870 bénévolat; 871 prestations en nature; 875 dons en nature
"""  # noqa: E501 - a heading a line
STATE, REGION, DEPARTMENT, EPCI, TOWN, SOCIAL, EUROPE, JOBS, PUBLIC, PRIVATE = (f"74.{rank}" for rank in range(1, 11))
"""The kinds of funder of a subsidy."""
PUBLIC_FUNDERS = (STATE, REGION, DEPARTMENT, EPCI, TOWN, SOCIAL, EUROPE, JOBS, PUBLIC)
NAMELESS = (JOBS,)
"""The public funders that are one: naming them says nothing more."""


def _read(table: str, side: Side) -> Iterator[Account]:
    for line in table.strip().splitlines():
        code, label, *subs = (part.strip() for part in line.split("|"))
        in_kind = code in {"86", "87"}
        yield Account(code, label, side, in_kind=in_kind, named=code == "74", public=code == "74")
        for rank, sub in enumerate(subs[0].split(";") if subs else (), start=1):
            words, _, general = sub.strip().partition("=")
            number, _, rest = words.partition(" ")
            own, name = (number, rest) if number.isdigit() else (f"{code}.{rank}", words)
            public = own in PUBLIC_FUNDERS
            named = public and own not in NAMELESS
            yield Account(own, name, side, code, tuple(general.split()), in_kind, public, named)


ACCOUNTS: dict[str, Account] = {
    account.code: account for account in (*_read(CHARGES, "charges"), *_read(PRODUCTS, "products"))
}
"""Every line of the form by its code, in the order of the form."""
ORDER = {code: rank for rank, code in enumerate(ACCOUNTS)}
_GENERAL = {number: account for account in ACCOUNTS.values() for number in account.general}


def accounts_of(side: Side, *, in_kind: bool | None = None) -> list[Account]:
    """The lines of one side, in the order of the form; those in kind or those in money where it is said."""
    return [
        account
        for account in ACCOUNTS.values()
        if account.side == side and (in_kind is None or account.in_kind == in_kind)
    ]


def heads_of(side: Side, *, in_kind: bool) -> list[Account]:
    """The headings of one side, in money or in kind."""
    return [account for account in accounts_of(side, in_kind=in_kind) if not account.head]


def under(head: Account) -> list[Account]:
    """The lines under a heading."""
    return [account for account in ACCOUNTS.values() if account.head == head.code]


def account_of(code: str) -> Account | None:
    """The line where an account falls: its own, or that of the general chart ("604", "6061"); None where none does."""
    if code in ACCOUNTS:
        return ACCOUNTS[code]
    if not code.isdigit():
        return None
    for length in range(len(code), 1, -1):
        found = _GENERAL.get(code[:length]) or ACCOUNTS.get(code[:length])
        if found is not None:
            return found
    return None


class Ceiling(NamedTuple):
    """A share in percent, and the text that it comes from."""

    percent: Decimal
    source: str


PUBLIC_CEILING = Ceiling(
    Decimal(80), "plafond d’appels à projets de l’État ; rien ne l’impose à toutes les cités éducatives"
)
"""The share of public money past which a plan is worth a look. A parameter: no text fixes it for every cité."""
