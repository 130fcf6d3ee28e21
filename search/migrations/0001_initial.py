from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from search import shipped


def ship(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The synonyms that come with Relais, once: editors have the last word."""
    Synonym = apps.get_model("search", "Synonym")
    Synonym.objects.using(editor.connection.alias).bulk_create(Synonym(words="\n".join(group), shipped=True) for group in shipped.groups())


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.CharField(max_length=40, verbose_name="index")),
                ("model", models.CharField(max_length=100, verbose_name="model")),
                ("object_pk", models.CharField(max_length=64, verbose_name="object")),
                ("kind", models.CharField(choices=[("add", "add"), ("delete", "delete")], max_length=8, verbose_name="kind")),
                ("applied_to", models.CharField(blank=True, default="", max_length=40, verbose_name="applied to")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
            ],
            options={
                "verbose_name": "change that waits for the index",
                "verbose_name_plural": "changes that wait for the index",
                "indexes": [models.Index(fields=["index", "id"], name="search_pending_of_index")],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.TextField(
                        help_text="One a line, two at least: an acronym, then what it stands for.",
                        max_length=1000,
                        verbose_name="expressions that mean the same",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("shipped", models.BooleanField(default=False, editable=False, verbose_name="came with Relais")),
            ],
            options={
                "verbose_name": "synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["words"],
            },
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
