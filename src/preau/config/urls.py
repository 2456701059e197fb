"""Every address of the installation."""

from django.urls import include, path

urlpatterns = [path("", include("preau.site.urls"))]
handler404 = "preau.site.views.not_found"
handler500 = "preau.site.views.broken"
