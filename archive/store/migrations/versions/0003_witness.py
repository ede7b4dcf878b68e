"""What a witness needs: each record's digest and last check, manifests by the day, and takedowns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _surt_key() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "takedowns",
        sa.Column("id", _row_id(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("surt", _surt_key(), nullable=False),
        sa.Column("prefix", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.Column("forgotten_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedowns")),
    )
    op.create_index(op.f("ix_takedowns_surt"), "takedowns", ["surt"])
    op.create_table(
        "denials",
        sa.Column("takedown_id", _row_id(), nullable=False),
        sa.Column("surt", _surt_key(), nullable=False),
        sa.Column("prefix", sa.Boolean(), nullable=False),
        sa.Column("page_id", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["takedown_id"], ["takedowns.id"], name=op.f("fk_denials_takedown_id")),
        sa.PrimaryKeyConstraint("takedown_id", "surt", name=op.f("pk_denials")),
    )
    op.create_index(op.f("ix_denials_surt"), "denials", ["surt"])
    op.create_index(op.f("ix_denials_prefix"), "denials", ["prefix"])
    op.create_index(op.f("ix_denials_page_id"), "denials", ["page_id"])
    op.create_table(
        "manifests",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("captures", sa.Integer(), nullable=False),
        sa.Column("last_capture_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("stamped_at", sa.BigInteger(), nullable=True),
        sa.Column("stamp_sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_manifests")),
    )
    op.create_table(
        "unwritten",
        sa.Column("noun", sa.String(length=20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("noun", "key", name=op.f("pk_unwritten")),
    )
    op.add_column("segments", sa.Column("checked_at", sa.BigInteger(), nullable=True))
    op.add_column("segments", sa.Column("fault", sa.Text(), nullable=True))
    op.add_column("captures", sa.Column("record_sha256", sa.String(length=64), nullable=True))
    op.add_column("captures", sa.Column("checked_at", sa.BigInteger(), nullable=True))
    op.add_column("captures", sa.Column("fault", sa.Text(), nullable=True))
    with op.batch_alter_table("captures") as captures:
        captures.add_column(sa.Column("takedown_id", _row_id(), nullable=True))
        captures.create_foreign_key(op.f("fk_captures_takedown_id"), "takedowns", ["takedown_id"], ["id"])
    op.create_index(op.f("ix_captures_checked_at"), "captures", ["checked_at"])
    op.create_index(op.f("ix_captures_takedown_id"), "captures", ["takedown_id"])
    with op.batch_alter_table("pages") as pages:
        pages.add_column(sa.Column("takedown_id", _row_id(), nullable=True))
        pages.create_foreign_key(op.f("fk_pages_takedown_id"), "takedowns", ["takedown_id"], ["id"])
    op.create_index(op.f("ix_pages_takedown_id"), "pages", ["takedown_id"])
