"""Versions of the medical catalogue and their entries."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CatalogueVersion",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("drug", "西药中成药"),
                            ("decoction", "中药饮片"),
                            ("preparation", "医疗机构制剂"),
                            ("ethnic_drug", "民族药"),
                            ("service", "医疗服务项目"),
                            ("consumable", "医用耗材"),
                            ("diagnosis", "疾病诊断"),
                            ("operation", "手术操作"),
                            ("chronic_disease", "门诊慢特病种"),
                            ("case_payment", "按病种付费病种"),
                            ("day_surgery", "日间手术病种"),
                        ],
                        max_length=20,
                    ),
                ),
                ("region", models.CharField(max_length=12)),
                ("label", models.CharField(max_length=60)),
                ("source", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("entry_count", models.PositiveIntegerField()),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["kind", "region", "-valid_from", "-id"],
                        name="catalogue_version_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "region", "valid_from", "digest"),
                        name="catalogue_version_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueEntry",
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
                ("code", models.CharField(max_length=50)),
                ("name", models.CharField(max_length=200)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("A", "甲"), ("B", "乙"), ("C", "丙")],
                        max_length=1,
                    ),
                ),
                ("own_share_bp", models.PositiveSmallIntegerField()),
                ("price_max_fen", models.BigIntegerField(null=True)),
                ("limit_text", models.CharField(blank=True, max_length=500)),
                ("charge_kind", models.CharField(blank=True, max_length=6)),
                ("begins", models.DateField(null=True)),
                ("ends", models.DateField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="medical_catalogue.catalogueversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="catalogue_entry_once"
                    )
                ],
            },
        ),
    ]
