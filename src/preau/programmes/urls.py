"""The addresses of this package."""

from django.urls import URLPattern, path

from preau.programmes import action_views

_ACTION = "<slug:cite>/<int:year>/actions/<int:serial>"

urlpatterns: list[URLPattern] = [
    path(f"{_ACTION}/pieces/<int:number>/", action_views.attachment, name="attachment"),
    path(f"{_ACTION}/pieces/<int:number>/retirer", action_views.remove_attachment, name="remove_attachment"),
    path(f"{_ACTION}/commentaires/<int:number>/retirer", action_views.remove_comment, name="remove_comment"),
]
