"""The two statements of the express lane (快速通道): many bills read, many written.

``READ`` tells what each purchase is counted by, and the numbers its rows will
have. ``WRITE`` takes the finished rows, one array for each column of ``SHEETS``,
and keeps those whose year and account are still as they were read and that
nobody else holds; the others are left alone, untouched. Anything that contradicts
a constraint undoes the whole call.
Both run with the owner's rights: their words, not the session, say what is read.
"""

from collections.abc import Mapping
from typing import Final

READ_NAME: Final = "settlement_express_read"
WRITE_NAME: Final = "settlement_express_write"

READ: Final = f"""
CREATE OR REPLACE FUNCTION {READ_NAME}(
    places int[], key_names text[], institutions bigint[], msgids text[],
    signs text[], today date[], days date[], persons bigint[], line_counts int[])
RETURNS TABLE (
    place int, key_stamp text, signed boolean, repeated boolean,
    list_stamp bigint, name text, id_kind text, identifier text, born_on date,
    sex text, scheme text, kind text, region text, tier text, waiting boolean,
    entitlements text[], account_id bigint, balance_fen bigint, usable boolean,
    shared boolean, lives_away boolean, year_id bigint, year_version int, purses jsonb,
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
    EXISTS (SELECT FROM away_awayfiling w WHERE w.person_id = a.person
        AND w.kind = 'long_term' AND w.in_force @> a.day AND NOT w.void),
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


# What is written of each bill: by sheet, each column with its type. Rows of one
# bill that say the same twice say it once, so that a call has no more parameters
# than a function may have.
SHEETS: Final[Mapping[str, Mapping[str, str]]] = {
    "bill": {
        "place": "int",
        "year_id": "bigint",
        "year_version": "int",
        "account_id": "bigint",
        "balance_fen": "bigint",
        "purses": "jsonb",
    },
    "message": {
        "infno": "text",
        "digest": "text",
        "operator": "text",
        "answer": "text",
    },
    "visit": {
        "id": "bigint",
        "med_type": "text",
        "region": "text",
        "place": "text",
        "state": "text",
        "began_at": "timestamptz",
        "number": "text",
        "disease": "text",
        "birth_order": "smallint",
        "accident": "boolean",
        "third_party": "boolean",
        "emergency": "boolean",
        "details": "text",
        "version": "int",
    },
    "journal": {
        "day": "date",
        "reason": "text",
        "source": "text",
        "request_key": "text",
    },
    "settlement": {
        "id": "bigint",
        "institution_id": "bigint",
        "person_id": "bigint",
        "region": "text",
        "scheme": "text",
        "kind": "text",
        "clearing": "text",
        "year": "smallint",
        "on": "date",
        "at": "timestamptz",
        "message": "text",
        "request_key": "text",
        "receipt": "text",
        "stay": "smallint",
        "total_fen": "bigint",
        "outside_fen": "bigint",
        "over_price_fen": "bigint",
        "first_own_fen": "bigint",
        "scope_fen": "bigint",
        "deducted_fen": "bigint",
        "funds_fen": "bigint",
        "account_fen": "bigint",
        "family_fen": "bigint",
        "cash_fen": "bigint",
        "shares": "jsonb",
        "purses": "jsonb",
        "steps": "jsonb",
        "terms": "text",
        "verified": "boolean",
        "lines_settled": "text",
        "journal_id": "bigint",
    },
    "line": {
        "bill": "int",
        "id": "bigint",
        "visit_id": "bigint",
        "settlement_id": "bigint",
        "serial": "text",
        "batch": "text",
        "returns": "text",
        "code": "text",
        "own_code": "text",
        "name": "text",
        "grade": "text",
        "charge_kind": "text",
        "source": "text",
        "limited": "boolean",
        "price": "bigint",
        "quantity": "bigint",
        "amount_fen": "bigint",
        "own_share_bp": "smallint",
        "price_max_fen": "bigint",
        "at": "timestamptz",
        "doctor": "text",
        "department": "text",
        "details": "jsonb",
    },
    "posting": {
        "bill": "int",
        "journal_id": "bigint",
        "account_id": "bigint",
        "amount_fen": "bigint",
        "words": "text",
    },
}
_TYPES: Final = {
    f"{sheet}_{name}": kind
    for sheet, columns in SHEETS.items()
    for name, kind in columns.items()
}
_ARGUMENTS: Final = ",\n    ".join(f"{name} {kind}[]" for name, kind in _TYPES.items())
WRITE_PARAMETERS: Final = len(_TYPES)


def _rows(place: str) -> str:
    """Return the places ``i`` of the bills that are kept in the arrays of a sheet.

    Arrays are asked by place: to unnest many side by side costs more than to write
    a row.
    """
    return f"FROM {_numbered(place)} WHERE d.bill = ANY (okay)"


def _numbered(place: str) -> str:
    """Return the bills of a sheet with their places, few as the planner thinks."""
    return f"unnest({place}) WITH ORDINALITY AS d(bill, i)"


def _insert(table: str, sheet: str, place: str, same: Mapping[str, str] | None) -> str:
    """Return the statement that keeps the rows of one sheet.

    ``same`` are columns that stand in another sheet, by the name they have there.
    """
    own = {name: f"{sheet}_{name}" for name in SHEETS[sheet]}
    said = {name: one for name, one in own.items() if one != place} | dict(same or {})
    columns = ", ".join(f'"{name}"' for name in said)
    values = ", ".join(
        f"{one}[i]::bigint[]" if name == "lines_settled" else f"{one}[i]"
        for name, one in said.items()
    )
    return f"INSERT INTO {table} ({columns}) SELECT {values} {_rows(place)}"


_SAME: Final = {"institution_id": "settlement_institution_id"} | {
    "person_id": "settlement_person_id"
}
_INSERTS: Final = ";\n    ".join(
    (
        _insert(
            "hsa_message",
            "message",
            "bill_place",
            {**_SAME, "msgid": "settlement_message", "at": "settlement_at"},
        ),
        _insert(
            "settlement_visit",
            "visit",
            "bill_place",
            {**_SAME, "scheme": "settlement_scheme", "kind": "settlement_kind"},
        ),
        _insert(
            "ledger_journal",
            "journal",
            "bill_place",
            {
                "id": "settlement_journal_id",
                "at": "settlement_at",
                "region": "settlement_region",
            },
        )
        + " AND settlement_journal_id[i] IS NOT NULL",
        _insert("ledger_posting", "posting", "posting_bill", None),
        _insert(
            "settlement_settlement",
            "settlement",
            "bill_place",
            {"visit_id": "visit_id"},
        ),
        _insert("settlement_feeline", "line", "line_bill", None),
    )
)
_BILLS: Final = _rows("bill_place")
WRITE: Final = f"""
CREATE OR REPLACE FUNCTION {WRITE_NAME}(
    {_ARGUMENTS})
RETURNS int[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    okay int[];
    moved int;
BEGIN
    -- Nobody is waited for: a row in other hands leaves its bill to the ordinary way.
    WITH years AS MATERIALIZED (
        SELECT y.id FROM {_numbered("bill_place")}
        JOIN settlement_yearuse y ON y.id = bill_year_id[i]
            AND y.version = bill_year_version[i]
        ORDER BY y.id FOR NO KEY UPDATE OF y SKIP LOCKED),
    accounts AS MATERIALIZED (
        SELECT l.id FROM {_numbered("bill_place")}
        JOIN ledger_ledgeraccount l ON l.id = bill_account_id[i]
            AND l.balance_fen = bill_balance_fen[i]
            AND l.closed_on IS NULL AND l.held_for_id IS NULL
        ORDER BY l.id FOR NO KEY UPDATE OF l SKIP LOCKED)
    SELECT array_agg(bill_place[i]) INTO okay
    FROM {_numbered("bill_place")}
    WHERE (bill_year_id[i] IS NULL OR bill_year_id[i] IN (SELECT id FROM years))
        AND (bill_account_id[i] IS NULL
            OR bill_account_id[i] IN (SELECT id FROM accounts));
    IF okay IS NULL THEN
        RETURN '{{}}';
    END IF;

    WITH fresh AS (
        INSERT INTO settlement_yearuse
            (person_id, region, scheme, year, purses, version)
        SELECT settlement_person_id[i], settlement_region[i], settlement_scheme[i],
            settlement_year[i], bill_purses[i], 1
        {_BILLS} AND bill_year_id[i] IS NULL
        ON CONFLICT DO NOTHING RETURNING id),
    grown AS (
        UPDATE settlement_yearuse y
        SET purses = bill_purses[i], version = y.version + 1
        {_BILLS} AND y.id = bill_year_id[i] RETURNING y.id)
    SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM grown) INTO moved;
    IF moved <> cardinality(okay) THEN
        RAISE EXCEPTION 'two bills of one year met' USING ERRCODE = 'unique_violation';
    END IF;
    {_INSERTS};
    RETURN okay;
END
$$;
REVOKE ALL ON FUNCTION {WRITE_NAME} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {WRITE_NAME} TO tongban_web;
"""  # noqa: S608 - names are ours
WITHOUT: Final = f"""
DROP FUNCTION {WRITE_NAME};
DROP FUNCTION {READ_NAME};
"""
