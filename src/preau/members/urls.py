"""The addresses of members, invitations, the installation and the hats of the demonstration."""

from django.urls import path

from preau.members.views import accounts, cites, hats, installation, invitations, joining, members

urlpatterns = [
    path("invitation/<str:secret>/", joining.invitation, name="invitation"),
    path("demo/<slug:role>/", hats.wear, name="hat"),
    path("installation/", installation.installation, name="installation"),
    path("installation/equipe/<int:number>/retirer/", installation.end, name="end_team"),
    path("installation/invitations/<int:number>/renvoyer/", installation.resend_one, name="resend_team"),
    path("installation/invitations/<int:number>/annuler/", installation.revoke_one, name="revoke_team"),
    path("installation/comptes/", accounts.accounts, name="accounts"),
    path("installation/comptes/<int:number>/fermer/", accounts.close, name="close_account"),
    path("installation/comptes/<int:number>/rouvrir/", accounts.reopen, name="reopen_account"),
    path("installation/cites/nouvelle/", cites.new, name="new_cite"),
    path("installation/cites/<slug:slug>/", cites.cite, name="keep_cite"),
    path("<slug:cite>/membres/", members.members, name="members"),
    path("<slug:cite>/membres/<int:number>/", members.member, name="member"),
    path("<slug:cite>/membres/<int:number>/retirer/", members.end, name="end_member"),
    path("<slug:cite>/membres/invitations/<int:number>/renvoyer/", invitations.resend_one, name="resend_invitation"),
    path("<slug:cite>/membres/invitations/<int:number>/annuler/", invitations.revoke_one, name="revoke_invitation"),
]
