"""The addresses of revisions, under the programme that they change."""

from django.urls import path

from preau.revisions.views import assents, deciding, files, lines, listing, papers, sheets

ALL = "<slug:cite>/<int:year>/reactualisations/"
ONE = f"{ALL}<int:serial>/"

urlpatterns = [
    path(ALL, listing.revisions, name="revisions"),
    path(f"{ALL}preparer", listing.start, name="revision_start"),
    path(f"{ALL}comparer/", listing.comparison, name="revision_compare"),
    path(f"{ALL}importer/", files.bring, name="revision_import"),
    path(f"{ALL}importer/<int:number>/", files.preview, name="revision_import_page"),
    path(ONE, sheets.revision, name="revision"),
    path(f"{ONE}montants", sheets.save, name="revision_save"),
    path(f"{ONE}cases", sheets.cells, name="revision_cells"),
    path(f"{ONE}repartir", sheets.share, name="revision_spread"),
    path(f"{ONE}mettre-a-jour", sheets.refresh, name="revision_refresh"),
    path(f"{ONE}ajouter/", lines.add, name="revision_add"),
    path(f"{ONE}actions/<int:action>/", lines.line, name="revision_line"),
    path(f"{ONE}lignes/<int:number>/", lines.added, name="revision_added"),
    path(f"{ONE}lignes/<int:number>/retirer", lines.leave, name="revision_leave"),
    path(f"{ONE}nommer/", deciding.describe, name="revision_describe"),
    path(f"{ONE}proposer/", deciding.propose, name="revision_propose"),
    path(f"{ONE}reprendre", deciding.take_back, name="revision_take_back"),
    path(f"{ONE}retirer/", deciding.withdraw, name="revision_withdraw"),
    path(f"{ONE}adopter/", deciding.adopt, name="revision_adopt"),
    path(f"{ONE}rejeter/", deciding.reject, name="revision_reject"),
    path(f"{ONE}annuler/", deciding.undo, name="revision_undo"),
    path(f"{ONE}copier", deciding.copy, name="revision_copy"),
    path(f"{ONE}papiers/<slug:what>.<str:format_>", papers.paper, name="revision_paper"),
    path(f"{ONE}papiers/emettre", papers.issue, name="revision_issue"),
    path(f"{ONE}avis/", assents.assent, name="revision_assent"),
]
