"""What a crawler needs for years: schedules, policies, change rates, and what a crawl found."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _add(
        "sources",
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("adaptive", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("learnt", sa.BigInteger(), nullable=True),
        sa.Column("cron", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=False, server_default="{}"),
    )
    _add(
        "crawls",
        sa.Column("rate", sa.Float(), nullable=True),
        sa.Column("time_left", sa.BigInteger(), nullable=True),
    )
    _add(
        "pages",
        sa.Column("visits", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("text_changes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("text_digest", sa.String(length=64), nullable=True),
        sa.Column("text_changed_at", sa.BigInteger(), nullable=True),
    )
    _add("captures", sa.Column("wall", sa.String(length=16), nullable=True))
    _add(
        "targets",
        sa.Column("finding", sa.String(length=16), nullable=True),
        sa.Column("look", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(op.f("ix_hosts_host_parked_until"), "hosts", ["host", "parked_until"])
    op.create_table(
        "tallies",
        sa.Column("crawl_id", _row_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("stated", sa.Integer(), nullable=True),
        sa.Column("named", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawls.id"], name=op.f("fk_tallies_crawl_id")),
        sa.PrimaryKeyConstraint("crawl_id", "position", name=op.f("pk_tallies")),
    )
    op.create_table(
        "lastmods",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("proved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_lastmods")),
    )


def _add(table: str, *columns: sa.Column[Any]) -> None:
    for column in columns:
        op.add_column(table, column)
