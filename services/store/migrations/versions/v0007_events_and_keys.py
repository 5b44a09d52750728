"""Events of a sort in the order in which their articles were published; keys in the order of their code points."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KIND_AND_UNIT = ("kind", "unit", "seq", "amount_number", "published_on")
KEYS = ("subject_key", "place_key")
NOW = sa.text("superseded_at IS NULL")
WHERE = sa.text("superseded_at IS NULL AND event IS NOT NULL")


def kind_and_unit(*columns: str) -> None:
    op.drop_index("fact_kind_unit", "fact")
    op.create_index("fact_kind_unit", "fact", [*KIND_AND_UNIT, *columns], sqlite_where=NOW, postgresql_where=NOW)


def upgrade() -> None:
    kind_and_unit("per")
    op.create_index(
        "fact_event_published", "fact", ["event", "published_on", "seq"], sqlite_where=WHERE, postgresql_where=WHERE
    )
    if op.get_bind().dialect.name == "postgresql":
        # What begins with certain letters is a range of an index only there; and comparing is quicker.
        for key in KEYS:
            op.execute(f'ALTER TABLE fact ALTER COLUMN {key} TYPE varchar COLLATE "C"')
        # A unit says whether a fact is of money and often its kind: known as a whole, such questions are planned well.
        op.execute("CREATE STATISTICS fact_kind_of_unit (dependencies) ON kind, unit, currency FROM fact")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP STATISTICS fact_kind_of_unit")
        for key in KEYS:
            op.execute(f'ALTER TABLE fact ALTER COLUMN {key} TYPE varchar COLLATE "default"')
    op.drop_index("fact_event_published", "fact")
    kind_and_unit()
