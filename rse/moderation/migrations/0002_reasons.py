"""The list of reasons a town starts with; administrators change it afterwards."""

from django.db import migrations

REASONS = [
    ("hurtful", "Propos blessants, insultes", "Une personne ou un groupe est visé, moqué, rabaissé.", 10),
    ("harassment", "Harcèlement", "Des propos répétés, ou à plusieurs, contre la même personne.", 20),
    ("personal", "Informations personnelles", "Santé, adresse, situation d’un collègue ou d’un habitant.", 30),
    ("false", "Information fausse ou trompeuse", "Elle peut induire des collègues en erreur.", 40),
    ("confidential", "Information confidentielle", "Elle ne devait pas être lue de tous.", 50),
    ("off_topic", "Hors sujet, publicité", "Cela n’a pas sa place dans ce groupe ou sur le réseau.", 60),
    ("other", "Autre raison", "Dites laquelle en quelques mots.", 90),
]


def install(apps, schema_editor):
    reason = apps.get_model("moderation", "Reason")
    for code, label, words, order in REASONS:
        reason.objects.get_or_create(code=code, defaults={"label": label, "help": words, "order": order})


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
