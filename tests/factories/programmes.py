"""Programmes made without reading a file: a few lines of data, with what a page needs around them."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from preau.annexes.models import Finding, Import, ImportedRow, SourceFile, StandingFinding
from preau.annexes.state import as_told, values_of_action
from preau.budgets.models import Movement
from preau.budgets.operations import ensure_cite_envelope
from preau.core.findings import LEVELS
from preau.journal.models import Line, Operation
from preau.people.models import Cite, Organisation, name_key
from preau.programmes.models import Action, ActionHolder, Programme, Theme
from tests.factories.people import coordinates

COLUMNS = [
    {"position": 1, "heading": "N°", "concept": "number", "sure": True},
    {"position": 2, "heading": "Porteur", "concept": "holder", "sure": True},
    {"position": 3, "heading": "Intitulé", "concept": "title", "sure": True},
    {"position": 4, "heading": "Coût total", "concept": "total_cost", "sure": True},
    {"position": 5, "heading": "Montant Cité éducative", "concept": "grant", "sure": True},
]


class CiteFactory(DjangoModelFactory):
    class Meta:
        model = Cite
        skip_postgeneration_save = True
        django_get_or_create = ("slug",)

    slug = "allonnes"
    name = factory.LazyAttribute(lambda cite: cite.slug.title())

    @factory.post_generation
    def coordinated(self, create, by_somebody, **_):
        """Claire coordinates every cité made here, unless it is said that nobody does."""
        if by_somebody is not False:
            coordinates(self)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    cite = factory.SubFactory(CiteFactory)
    year = 2020
    title = factory.LazyAttribute(lambda programme: f"Programme d’actions {programme.year}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    cite = factory.SubFactory(CiteFactory)
    rank = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda theme: f"Thème {theme.rank}")
    key = factory.LazyAttribute(lambda theme: name_key(theme.name))
    letter = factory.LazyAttribute(lambda theme: chr(ord("A") + (theme.rank - 1) % 26))


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("cite", "key")

    cite = factory.SubFactory(CiteFactory)
    name = "Centre social"
    key = factory.LazyAttribute(lambda organisation: name_key(organisation.name))


class OperationFactory(DjangoModelFactory):
    class Meta:
        model = Operation

    cite = factory.SubFactory(CiteFactory)
    number = factory.Sequence(lambda n: n + 1)
    verb = Operation.Verb.IMPORT
    label = "annexe.csv"


class SourceFileFactory(DjangoModelFactory):
    class Meta:
        model = SourceFile

    cite = factory.SubFactory(CiteFactory)
    name = "annexe.csv"
    format = "csv"
    encoding = "utf-8"
    content = b"N\xc2\xb0;Porteur\n"
    size = factory.LazyAttribute(lambda source: len(source.content))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    class Params:
        number = 1

    programme = factory.SubFactory(ProgrammeFactory)
    operation = factory.SubFactory(
        OperationFactory,
        cite=factory.SelfAttribute("..programme.cite"),
        number=factory.SelfAttribute("..number"),
    )
    source = factory.SubFactory(SourceFileFactory, cite=factory.SelfAttribute("..programme.cite"))
    columns = factory.LazyFunction(lambda: [COLUMNS])
    printed = factory.LazyFunction(dict)
    computed = factory.LazyFunction(dict)
    counts = factory.LazyFunction(
        lambda: {
            **dict.fromkeys(("create", "change", "withdraw", "unchanged"), 0),
            **dict.fromkeys(("rows", "actions", "headings", "totals", "notes", "unread"), 0),
            "tables": 1,
        }
    )


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    imported = factory.SubFactory(ImportFactory)
    code = "holder-tentative"
    level = factory.LazyAttribute(lambda finding: LEVELS[finding.code])
    position = factory.Sequence(lambda n: n)
    table = 0
    line = 2
    column = 2
    message = "Action 1 : le porteur est incertain. Confirmez-le."


class StandingFindingFactory(DjangoModelFactory):
    class Meta:
        model = StandingFinding

    programme = factory.SubFactory("tests.factories.programmes.ProgrammeFactory")
    code = "holder-tentative"
    level = factory.LazyAttribute(lambda finding: LEVELS[finding.code])
    field = "holder_written"
    position = factory.Sequence(lambda n: n)
    mark = factory.Sequence(lambda n: f"{n:020x}")
    message = "Action 1 : le porteur est incertain. Confirmez-le."


class ActionFactory(DjangoModelFactory):
    """An action with its holder; with its grant as a movement and its row in a file where an import is given."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    serial = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda action: str(action.serial))
    rank = factory.SelfAttribute("serial")
    title = factory.LazyAttribute(lambda action: f"Action de lecture {action.serial}")
    holder_written = "Centre social"
    total_cost = Decimal(1000)

    @factory.post_generation
    def holders(self, create, names, **_):
        for position, name in enumerate(names or [self.holder_written], start=1):
            organisation = OrganisationFactory(cite=self.programme.cite, name=name)
            ActionHolder.objects.create(action=self, organisation=organisation, position=position)

    @factory.post_generation
    def searched(self, create, extracted, **_):
        self.fold_search()
        self.save(update_fields=["search"])

    @factory.post_generation
    def imported(self, create, imported, grant=None, **_):
        if imported is None:
            return
        cite, year = self.programme.cite, self.programme.year
        if grant:
            envelope, _ = ensure_cite_envelope(cite=cite, year=year)
            cause = imported.operation
            Movement(envelope=envelope, action=self, kind="programmed", amount=grant, cause=cause, on=cause.on).save()
        texts = [self.number, self.holder_written, self.title, str(self.total_cost), str(grant)]
        cells = [[column["position"], column["concept"], text] for column, text in zip(COLUMNS, texts, strict=True)]
        line = self.serial + 1
        ImportedRow.objects.create(
            imported=imported, action=self, kind="create", table=0, line=line, cells=cells, changes=[]
        )
        told = {"operation": imported.operation, "kind": "action", "object_id": self.pk, "label": ""}
        Line(**told, before={}, after=said_of(self, grant)).save()


def said_of(action, grant):
    """What an import tells the journal of an action that it creates."""
    action.grant = grant
    values = values_of_action(action)
    del action.grant
    return as_told({name: value for name, value in values.items() if value is not None})


def a_programme(slug="allonnes", *, year=2020, actions=3, number=1):
    """A programme of so many actions of 1 000 € of which 400 € granted, in two themes, each with a finding."""
    cite = CiteFactory(slug=slug)
    programme = ProgrammeFactory(cite=cite, year=year)
    imported = ImportFactory(programme=programme, number=number)
    themes = [ThemeFactory(cite=cite, rank=2 * number - 1), ThemeFactory(cite=cite, rank=2 * number)]
    for serial in range(1, actions + 1):
        action = ActionFactory(
            programme=programme,
            serial=serial,
            theme=themes[serial % 2],
            imported=imported,
            imported__grant=Decimal(400),
        )
        FindingFactory(imported=imported, action=action, line=serial + 1, position=serial)
        StandingFindingFactory(programme=programme, action=action, position=serial)
    return programme
