"""Own codes of institutions and what was taken back of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("institutions", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstitutionMapping",
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
                ("own_code", models.CharField(max_length=30)),
                ("own_name", models.CharField(max_length=200)),
                ("list_type", models.CharField(max_length=30)),
                ("code", models.CharField(max_length=30)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("details", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
                ("operator", models.CharField(blank=True, max_length=30)),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MappingWithdrawal",
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
                ("at", models.DateTimeField()),
                ("operator", models.CharField(blank=True, max_length=30)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
                (
                    "mapping",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="hsa_mapping.institutionmapping",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="institutionmapping",
            index=models.Index(
                fields=["institution", "own_code", "-id"], name="mapping_by_own_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("begins"))),
                name="mapping_days_ordered",
            ),
        ),
    ]
