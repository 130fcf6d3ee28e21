"""Addresses of the directory and of one's own account; those that allauth reverses are in account_urls."""

from django.urls import path

from rse.people.views import account, chart, departures, directory, imports, job_descriptions, personnel, portraits, positions, profile

app_name = "people"

urlpatterns = [
    path("annuaire/", directory.directory, name="directory"),
    path("annuaire/organigramme/", chart.chart, name="chart"),
    path("annuaire/proposer/", directory.suggest, name="suggest"),
    path("annuaire/<int:pk>/", profile.agent, name="agent"),
    path("annuaire/<int:pk>/contact.vcf", directory.contact, name="contact"),
    path("annuaire/<int:pk>/modifier/", profile.edit_profile, name="edit_profile"),
    path("annuaire/<int:pk>/confirmer/", profile.confirm_profile, name="confirm_profile"),
    path("annuaire/<int:pk>/historique/", profile.history, name="history"),
    path("annuaire/<int:pk>/photo/", portraits.portrait, name="portrait"),
    path("annuaire/<int:pk>/photo/retirer/", portraits.remove_portrait, name="remove_portrait"),
    path("annuaire/<int:pk>/depart/", departures.departure, name="departure"),
    path("annuaire/<int:pk>/depart/annuler/", departures.cancel_departure, name="cancel_departure"),
    path("annuaire/<int:pk>/absence/", profile.record_absence, name="record_absence"),
    path("annuaire/<int:pk>/code/", profile.sign_in_code, name="sign_in_code"),
    path("annuaire/<int:pk>/postes/", positions.positions, name="positions"),
    path("annuaire/<int:pk>/postes/ajouter/", positions.add_position, name="add_position"),
    path("annuaire/<int:pk>/postes/changer/", positions.transfer, name="transfer"),
    path("annuaire/<int:pk>/postes/annuler/", positions.cancel_position, name="cancel_position"),
    path("postes/<int:pk>/corriger/", positions.correct_position, name="correct_position"),
    path("postes/<int:pk>/terminer/", positions.end_position, name="end_position"),
    path("personnel/", personnel.home, name="personnel"),
    path("personnel/codes/", personnel.codes, name="codes"),
    path("personnel/fiches-de-poste/", job_descriptions.listing, name="job_descriptions"),
    path("personnel/fiches-de-poste/nouvelle/", job_descriptions.write_job_description, name="write_job_description"),
    path("personnel/imports/", imports.imports, name="imports"),
    path("personnel/imports/<int:pk>/", imports.import_run, name="import_run"),
    path("personnel/imports/<int:pk>/appliquer/", imports.apply_import, name="apply_import"),
    path("personnel/imports/<int:pk>/abandonner/", imports.drop_import, name="drop_import"),
    path("personnel/imports/<int:pk>/erreurs.csv", imports.import_faults, name="import_faults"),
    path("personnel/imports/modele-<str:kind>.<str:form>", imports.import_template, name="import_template"),
    path("fiches-de-poste/<int:pk>/", job_descriptions.job_description, name="job_description"),
    path("fiches-de-poste/<int:pk>/modifier/", job_descriptions.change_job_description, name="change_job_description"),
    path("absences/<int:pk>/annuler/", profile.cancel_absence, name="cancel_absence"),
    path("mon-profil/", profile.profile, name="profile"),
    path("mon-profil/theme/", account.theme, name="theme"),
    path("compte/choisir-un-mot-de-passe/", account.choose_password, name="choose_password"),
    path("compte/poste-partage/rester/", account.stay, name="stay"),
    path("compte/demonstration/", account.demo_sign_in, name="demo_sign_in"),
    # One door: the sign-in pages of the two admins know neither our limits nor the age of a code.
    path("admin/login/", account.admin_door, name="wagtail_door"),
    path("django-admin/login/", account.admin_door, name="django_door"),
]
