"""The reactions a town starts with; administrators change them afterwards. Symbols every font draws: office computers may have no emoji."""

from django.db import migrations

SET = [("utile", "Utile", "✓"), ("merci", "Merci", "♥"), ("bravo", "Bravo", "★"), ("je-soutiens", "Je soutiens", "✚")]


def seed(apps, schema_editor):
    kinds = apps.get_model("feed", "ReactionKind")
    for order, (code, label, symbol) in enumerate(SET, 1):
        kinds.objects.get_or_create(code=code, defaults={"label": label, "symbol": symbol, "order": order * 10})


class Migration(migrations.Migration):
    dependencies = [("feed", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
