"""Addresses: accounts, then each package its own; those of the site, which take any first word, come last."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("", include("preau.people.urls")),
    path("", include("preau.members.urls")),
    path("", include("preau.programmes.urls")),
    path("", include("preau.budgets.urls")),
    path("", include("preau.annexes.urls")),
    path("", include("preau.revisions.urls")),
    path("", include("preau.site.urls")),
]

handler404 = "preau.site.errors.not_found"
handler500 = "preau.site.errors.broken"
