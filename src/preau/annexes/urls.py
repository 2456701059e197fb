"""The addresses of this package: the wizard of imports, undoing one, what an envelope programs, holders put right."""

from django.urls import path

from preau.annexes import holder_views, programming_views, views

urlpatterns = [
    path("<slug:cite>/importer/", views.upload, name="upload"),
    path("<slug:cite>/importer/<int:number>/", views.upload_page, name="upload_page"),
    path("<slug:cite>/importer/<int:number>/etat", views.upload_state, name="upload_state"),
    path("<slug:cite>/importer/<int:number>/lire", views.upload_read, name="upload_read"),
    path("<slug:cite>/importer/<int:number>/colonnes", views.upload_columns, name="upload_columns"),
    path("<slug:cite>/importer/<int:number>/choix", views.upload_keep, name="upload_keep"),
    path("<slug:cite>/importer/<int:number>/appliquer", views.upload_apply, name="upload_apply"),
    path("<slug:cite>/importer/<int:number>/laisser", views.upload_leave, name="upload_leave"),
    path("<slug:cite>/<int:year>/imports/<int:number>/annuler", views.undo_import, name="undo_import"),
    path("<slug:cite>/enveloppes/<int:pk>/programmer", programming_views.program, name="envelope_program"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/porteur/confirmer", holder_views.confirm, name="confirm_holder"),
    path("<slug:cite>/<int:year>/actions/<int:serial>/porteur/remplacer", holder_views.replace, name="replace_holder"),
]
