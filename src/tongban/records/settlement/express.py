"""The two statements of the express lane (快速通道): many bills read, many written.

``READ`` tells what each purchase is counted by, and the numbers its rows will
have. ``WRITE`` takes the finished rows and keeps those whose year and account
are still as they were read and that nobody else holds; the others are left
alone, untouched. Anything that contradicts a constraint undoes the whole call.
Both run with the owner's rights: their words, not the session, say what is read.
"""

from typing import Final

READ_NAME: Final = "settlement_express_read"
WRITE_NAME: Final = "settlement_express_write"

READ: Final = f"""
CREATE FUNCTION {READ_NAME}(
    places int[], key_names text[], institutions bigint[], msgids text[],
    signs text[], today date[], days date[], persons bigint[], line_counts int[])
RETURNS TABLE (
    place int, key_stamp text, signed boolean, repeated boolean,
    list_stamp bigint, name text, id_kind text, identifier text, born_on date,
    sex text, scheme text, kind text, region text, tier text, waiting boolean,
    entitlements text[], account_id bigint, balance_fen bigint, usable boolean,
    shared boolean, year_id bigint, year_version int, purses jsonb,
    visit_id bigint, settlement_id bigint, journal_id bigint, line_ids bigint[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
RETURN QUERY
SELECT a.place, k.xmin::text || '.' || n.xmin::text,
    EXISTS (SELECT FROM hsa_signin s WHERE s.number = a.sign
        AND s.institution_id = a.institution AND s.day = a.today
        AND s.ended_at IS NULL),
    EXISTS (SELECT FROM hsa_message m
        WHERE m.institution_id = a.institution AND m.msgid = a.msgid),
    (SELECT max(v.id) FROM medical_catalogue_catalogueversion v),
    p.name, p.id_kind::text, p.identifier, p.born_on, i.sex::text,
    c.scheme::text, c.kind::text, c.region::text,
    (SELECT y.tier::text FROM enrolment_premiumyear y
        WHERE y.person_id = a.person AND y.year = extract(year FROM a.day)
        AND NOT y.void AND y.paid_on IS NOT NULL),
    EXISTS (SELECT FROM enrolment_waiting w WHERE w.person_id = a.person
        AND w.days @> a.day AND NOT w.void),
    ARRAY(SELECT g.code::text FROM enrolment_specialgroup g
        WHERE g.person_id = a.person AND g.in_force @> a.day AND NOT g.void),
    l.id, l.balance_fen, l.closed_on IS NULL AND l.held_for_id IS NULL,
    EXISTS (SELECT FROM personal_accounts_familyshare f
        WHERE f.relative_id = a.person AND f.ended_at IS NULL
        AND f.declined_at IS NULL AND f.confirmed_at IS NOT NULL),
    u.id, u.version, u.purses,
    nextval('settlement_visit_id_seq'),
    nextval('settlement_settlement_id_seq'),
    nextval('ledger_journal_id_seq'),
    ARRAY(SELECT nextval('settlement_feeline_id_seq')
        FROM generate_series(1, a.line_count))
FROM unnest(places, key_names, institutions, msgids, signs, today, days,
        persons, line_counts)
    AS a(place, key_name, institution, msgid, sign, today, day, person, line_count)
JOIN hsa_accesskey k ON k.name = a.key_name AND k.institution_id = a.institution
    AND k.ended_at IS NULL
JOIN institutions_institution n ON n.id = a.institution
JOIN parties_party p ON p.id = a.person AND p.kind = 'person'
JOIN enrolment_insuredperson i ON i.party_id = a.person
JOIN LATERAL (
    SELECT e.scheme, e.kind, e.region FROM enrolment_cover e
    WHERE e.person_id = a.person AND e.in_force @> a.day
        AND e.state IN ('ended', 'in_force', 'interrupted')
    ORDER BY e.id LIMIT 1) c ON true
LEFT JOIN LATERAL (
    SELECT o.id, o.balance_fen, o.closed_on, o.held_for_id
    FROM ledger_ledgeraccount o
    WHERE o.owner_id = a.person AND o.kind = 'personal'
    ORDER BY o.closed_on DESC NULLS FIRST, o.id DESC LIMIT 1) l ON true
LEFT JOIN settlement_yearuse u ON u.person_id = a.person
    AND u.region = left(c.region, 4) || '00' AND u.scheme = c.scheme
    AND u.year = extract(year FROM a.day);
END
$$;
REVOKE ALL ON FUNCTION {READ_NAME} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {READ_NAME} TO tongban_web;
"""  # noqa: S608 - names are ours


def _insert(table: str, key: str, columns: str = "") -> str:
    """Return the statement that keeps the rows of one table; all columns or some."""
    listed = f" ({columns})" if columns else ""
    return (
        f"INSERT INTO {table}{listed} SELECT {columns or 'r.*'} FROM unnest(kept) AS d,"  # noqa: S608 - names are ours
        f" jsonb_populate_recordset(NULL::{table}, d->'{key}') AS r;"
    )


_MESSAGE: Final = (
    "institution_id, msgid, infno, digest, at, operator, person_id, answer"
)
_POSTING: Final = "journal_id, account_id, amount_fen, words"
_INSERTS: Final = "\n    ".join(
    (
        _insert("hsa_message", "message", _MESSAGE),
        _insert("settlement_visit", "visit"),
        _insert("ledger_journal", "journal"),
        _insert("ledger_posting", "postings", _POSTING),
        _insert("settlement_settlement", "settlement"),
        _insert("settlement_feeline", "lines"),
    )
)
WRITE: Final = f"""
CREATE FUNCTION {WRITE_NAME}(bills jsonb) RETURNS int[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    years bigint[];
    accounts bigint[];
    kept jsonb[];
    moved int;
BEGIN
    -- Nobody is waited for: a row in other hands leaves its bill to the ordinary way.
    WITH locked AS (
        SELECT y.id FROM jsonb_array_elements(bills) AS b
        JOIN settlement_yearuse y ON y.id = (b->>'year_id')::bigint
            AND y.version = (b->>'year_version')::int
        ORDER BY y.id FOR NO KEY UPDATE OF y SKIP LOCKED)
    SELECT array_agg(id) INTO years FROM locked;
    WITH locked AS (
        SELECT l.id FROM jsonb_array_elements(bills) AS b
        JOIN ledger_ledgeraccount l ON l.id = (b->>'account_id')::bigint
            AND l.balance_fen = (b->>'balance_fen')::bigint
            AND l.closed_on IS NULL AND l.held_for_id IS NULL
        ORDER BY l.id FOR NO KEY UPDATE OF l SKIP LOCKED)
    SELECT array_agg(id) INTO accounts FROM locked;
    SELECT array_agg(b) INTO kept FROM jsonb_array_elements(bills) AS b
    WHERE (b->>'year_id' IS NULL OR (b->>'year_id')::bigint = ANY (years))
        AND (b->>'account_id' IS NULL OR (b->>'account_id')::bigint = ANY (accounts));
    IF kept IS NULL THEN
        RETURN '{{}}';
    END IF;

    WITH fresh AS (
        INSERT INTO settlement_yearuse
            (person_id, region, scheme, year, purses, version)
        SELECT (d->>'person_id')::bigint, d->>'region', d->>'scheme',
            (d->>'year')::smallint, d->'purses', 1
        FROM unnest(kept) AS d WHERE d->>'year_id' IS NULL
        ON CONFLICT DO NOTHING RETURNING id),
    grown AS (
        UPDATE settlement_yearuse y SET purses = d->'purses', version = y.version + 1
        FROM unnest(kept) AS d WHERE y.id = (d->>'year_id')::bigint RETURNING y.id)
    SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM grown) INTO moved;
    IF moved <> cardinality(kept) THEN
        RAISE EXCEPTION 'two bills of one year met' USING ERRCODE = 'unique_violation';
    END IF;
    {_INSERTS}
    RETURN (SELECT array_agg((d->>'place')::int) FROM unnest(kept) AS d);
END
$$;
REVOKE ALL ON FUNCTION {WRITE_NAME} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {WRITE_NAME} TO tongban_web;
"""  # noqa: S608 - names are ours
WITHOUT: Final = f"""
DROP FUNCTION {WRITE_NAME};
DROP FUNCTION {READ_NAME};
"""
