"""Rows of ratings and voices, append-only events, numbers, and open counts."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.ratings.row_conditions import (
    ANSWER,
    RATING,
    SURVEY,
    VOICE,
    of_row,
)
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import office_below

NUMBERS = """
CREATE SEQUENCE voice_number;
GRANT USAGE ON SEQUENCE voice_number TO tongban_web;
"""
# Numbers only, for anybody; the service hides small groups before they are shown.
FIGURES = """
CREATE FUNCTION rating_counts(prefix text, first date, last date, today date)
RETURNS TABLE (region text, office text, item text, item_name text, grade text,
               ratings bigint, bad bigint, settled bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT r.region::text, o.name::text, r.item::text, max(r.item_name)::text,
           r.grade::text, count(*), count(*) FILTER (WHERE r.bad),
           count(c.ended_on),
           count(*) FILTER (WHERE c.due_on < coalesce(c.ended_on, today))
    FROM ratings_rating r
    JOIN offices_office o ON o.id = r.office_id
    LEFT JOIN ratings_correction c ON c.rating_id = r.id
    WHERE r.region LIKE prefix || '%' AND r.rated_on BETWEEN first AND last
    GROUP BY 1, 2, 3, 5
$$;
GRANT EXECUTE ON FUNCTION rating_counts(text, date, date, date) TO tongban_web;
"""
# How much open work each account has, so that it can be shared out fairly by
# whoever rates or complains, who sees none of it.
LOADS = """
CREATE FUNCTION follow_up_loads() RETURNS TABLE (account bigint, load bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT owner_id, count(*) FROM (
        SELECT owner_id FROM ratings_correction WHERE ended_on IS NULL
        UNION ALL
        SELECT owner_id FROM ratings_voice WHERE answered_on IS NULL
    ) AS work
    WHERE owner_id IS NOT NULL GROUP BY 1
$$;
GRANT EXECUTE ON FUNCTION follow_up_loads() TO tongban_web;
"""
UNDO_FIGURES = "DROP FUNCTION rating_counts(text, date, date, date)"


class Migration(migrations.Migration):
    """Guard the ratings and what follows from them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("ratings", "0001_initial"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE voice_number"),
        migrations.RunSQL(FIGURES, UNDO_FIGURES),
        migrations.RunSQL(LOADS, "DROP FUNCTION follow_up_loads()"),
        AppendOnly("ratings_rating"),
        AppendOnly("ratings_ratingaddition"),
        AppendOnly("ratings_correctionevent"),
        AppendOnly("ratings_voiceevent"),
        AppendOnly("ratings_surveyanswer"),
        EnableRowSecurity("ratings_rating", RATING),
        EnableRowSecurity(
            "ratings_ratingaddition",
            of_row("ratings_ratingaddition", "ratings_rating", "rating_id"),
        ),
        EnableRowSecurity(
            "ratings_correction",
            of_row("ratings_correction", "ratings_rating", "rating_id"),
        ),
        EnableRowSecurity(
            "ratings_correctionevent",
            of_row("ratings_correctionevent", "ratings_correction", "correction_id"),
        ),
        EnableRowSecurity("ratings_voice", VOICE),
        EnableRowSecurity(
            "ratings_voiceevent",
            of_row("ratings_voiceevent", "ratings_voice", "voice_id"),
        ),
        EnableRowSecurity("ratings_survey", SURVEY, office_below("office_path")),
        EnableRowSecurity("ratings_surveyanswer", ANSWER),
        EnableRowSecurity("ratings_ratingsample", office_below("office_path")),
    ]
