"""The addresses of the pages: a cité, a year, and what it holds."""

from django.urls import path

from preau.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:cite>/", views.latest, name="cite"),
    path("<slug:cite>/<int:year>/", views.programme, name="programme"),
    path("<slug:cite>/<int:year>/annexe.<str:format_>", views.annex, name="annex"),
    path("<slug:cite>/<int:year>/a-verifier/", views.findings, name="findings"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/", views.action, name="action"),
    path("<slug:cite>/<int:year>/imports/<int:number>/", views.imported, name="import"),
    path("<slug:cite>/<int:year>/imports/<int:number>/fichier", views.source, name="source"),
]
