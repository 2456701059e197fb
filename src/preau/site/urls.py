"""The addresses of the pages: a cité, a year, and what it holds."""

from django.urls import path

from preau.site.views import action, cells, editing, findings, home, imports, programme, years

urlpatterns = [
    path("", home.home, name="home"),
    path("<slug:cite>/", home.latest, name="cite"),
    path("<slug:cite>/<int:year>/", programme.programme, name="programme"),
    path("<slug:cite>/colonnes/", cells.columns, name="columns"),
    path("<slug:cite>/<int:year>/cases/", cells.cells, name="cells"),
    path("<slug:cite>/<int:year>/choix/", cells.bulk, name="bulk"),
    path("<slug:cite>/<int:year>/ajouter/", editing.add_action, name="add_action"),
    path("<slug:cite>/<int:year>/reconduire/", years.renewal, name="renewal"),
    path("<slug:cite>/<int:year>/reconduire/choix/", years.renew, name="renew"),
    path("<slug:cite>/<int:year>/annees/", years.years, name="years"),
    path("<slug:cite>/<int:year>/numeros/", years.numbering, name="numbering"),
    path("<slug:cite>/<int:year>/annexe.<str:format_>", imports.annex, name="annex"),
    path("<slug:cite>/<int:year>/a-verifier/", findings.findings, name="findings"),
    path("<slug:cite>/<int:year>/a-verifier/<slug:mark>/garder/", findings.keep, name="keep_finding"),
    path("<slug:cite>/<int:year>/a-verifier/gardes/<int:pk>/reprendre/", findings.ask_again, name="ask_again"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/", action.action, name="action"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/corriger/", findings.fix, name="fix"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/modifier/", editing.edit_action, name="edit_action"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/copier/", editing.duplicate_action, name="duplicate_action"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/retirer/", editing.withdraw_action, name="withdraw_action"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/remettre/", editing.restore_action, name="restore_action"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/reporter/", editing.postpone, name="postpone_action"),
    path("<slug:cite>/<int:year>/imports/<int:number>/", imports.imported, name="import"),
    path("<slug:cite>/<int:year>/imports/<int:number>/fichier", imports.source, name="source"),
]
