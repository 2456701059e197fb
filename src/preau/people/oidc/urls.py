"""The addresses of the providers, which django-allauth takes up among its own."""

from django.urls import path

from preau.people.oidc import views

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
    path("oidc/<slug:provider_id>/sortie/", views.leave, name="oidc_leave"),
]
