"""The addresses of the pages: a cité, a year, and what it holds."""

from django.urls import path

from preau.site.views import action, findings, home, imports, programme

urlpatterns = [
    path("", home.home, name="home"),
    path("<slug:cite>/", home.latest, name="cite"),
    path("<slug:cite>/<int:year>/", programme.programme, name="programme"),
    path("<slug:cite>/<int:year>/annexe.<str:format_>", imports.annex, name="annex"),
    path("<slug:cite>/<int:year>/a-verifier/", findings.findings, name="findings"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/", action.action, name="action"),
    path("<slug:cite>/<int:year>/imports/<int:number>/", imports.imported, name="import"),
    path("<slug:cite>/<int:year>/imports/<int:number>/fichier", imports.source, name="source"),
]
