"""The addresses of the provider."""

from django.urls import include, path

from tests.people.provider import views

urlpatterns = [
    path("entrer/", views.enter),
    path("entrer/<slug:name>/", views.enter),
    path("userinfo", views.userinfo),
    path("compte/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
