"""Initials to search by, and what else the national files say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("medical_catalogue", "0002_guard"),
    ]

    operations = [
        migrations.AddField(
            model_name="catalogueentry",
            name="details",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="initials",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="catalogueversion",
            name="kind",
            field=models.CharField(
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
                    ("tumour_morphology", "肿瘤形态学"),
                    ("tcm_disease", "中医疾病"),
                    ("tcm_syndrome", "中医证候"),
                ],
                max_length=20,
            ),
        ),
    ]
