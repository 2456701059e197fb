"""The addresses of this package: envelopes, their rules and papers, movements."""

from django.urls import path

from preau.budgets import views

urlpatterns = [
    path("<slug:cite>/enveloppes/", views.envelopes, name="envelopes"),
    path("<slug:cite>/enveloppes/ouvrir/", views.add, name="envelope_add"),
    path("<slug:cite>/enveloppes/<int:pk>/", views.envelope, name="envelope"),
    path("<slug:cite>/enveloppes/<int:pk>/modifier/", views.edit, name="envelope_edit"),
    path("<slug:cite>/enveloppes/<int:pk>/regles/", views.rules, name="envelope_rules"),
    path("<slug:cite>/enveloppes/<int:pk>/noter", views.note, name="envelope_note"),
    path("<slug:cite>/enveloppes/<int:pk>/emettre", views.issue_statement, name="envelope_issue"),
    path("<slug:cite>/enveloppes/<int:pk>/etat.<str:format_>", views.statement, name="envelope_statement"),
    path("<slug:cite>/mouvements/", views.movements, name="movements"),
    path("<slug:cite>/mouvements/<int:pk>/reprendre/", views.reverse_one, name="movement_reverse"),
]
