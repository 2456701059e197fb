"""The addresses of this package."""

from django.urls import URLPattern, path

from preau.annexes import holder_views

urlpatterns: list[URLPattern] = [
    path("<slug:cite>/<int:year>/actions/<int:serial>/porteur/confirmer", holder_views.confirm, name="confirm_holder"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/porteur/remplacer", holder_views.replace, name="replace_holder"),
]
