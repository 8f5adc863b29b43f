"""Rosters and their rows."""

import django.db.models.deletion
import tongban.records.security.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0005_item_counts"),
        ("files", "0002_row_security"),
        ("parties", "0003_name_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Roster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("region", models.CharField(db_index=True, max_length=12)),
                ("year", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "正在核对"),
                            ("checked", "核对完，等您确认"),
                            ("enrolling", "正在登记"),
                            ("done", "登记完"),
                            ("stopped", "没有办成"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("run", models.PositiveSmallIntegerField(default=1)),
                ("places", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("received_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RosterRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("cells", tongban.records.security.fields.EncryptedJSONField()),
                ("faults", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("good", "核对通过"),
                            ("bad", "有问题"),
                            ("sent", "已登记"),
                            ("disputed", "已有其他参保，待核实"),
                        ],
                        max_length=8,
                    ),
                ),
                ("part", models.PositiveIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="rosters.roster",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="roster",
            constraint=models.UniqueConstraint(
                fields=("party", "year", "digest"), name="roster_once"
            ),
        ),
        migrations.AddIndex(
            model_name="rosterrow",
            index=models.Index(
                condition=models.Q(("state", "good")),
                fields=["roster", "part", "number"],
                name="roster_rows_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.UniqueConstraint(
                fields=("roster", "number"), name="roster_row_once"
            ),
        ),
    ]
