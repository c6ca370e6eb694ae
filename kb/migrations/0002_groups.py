"""The two groups of the editorial staff: Editors enter and correct, Reviewers also publish and delete."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITED = ["institution", "department", "person", "policyevent", "place", "source", "statement"]
EDITORS = [f"{action}_{model}" for model in EDITED for action in ("view", "add", "change")] + ["view_entity"]
REVIEWERS = [*EDITORS, *(f"delete_{model}" for model in [*EDITED, "entity"]), "publish_entity"]


def make_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are usually made after the last migration, and only for an application that says it has models.
    kb = apps.get_app_config("kb")
    kb.models_module = True
    create_permissions(kb, verbosity=0, using=alias, apps=apps)
    kb.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(alias).filter(content_type__app_label="kb")
    groups = apps.get_model("auth", "Group").objects.using(alias)
    for name, codenames in (("Editors", EDITORS), ("Reviewers", REVIEWERS)):
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=codenames))


def drop_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=["Editors", "Reviewers"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("kb", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
