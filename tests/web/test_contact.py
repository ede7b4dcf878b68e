"""Site owners can reach who crawls, or who crawls is told how to let them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from web.cli import cli
from web.compose import fetch_settings
from web.settings import Settings
from web.version import VERSION


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), f"Backfile/{VERSION}"),
        (Settings(user_agent_contact="ada@example.org"), f"Backfile/{VERSION} (+ada@example.org)"),
        (Settings(public_url="https://a.example"), f"Backfile/{VERSION} (+https://a.example)"),
        (
            Settings(user_agent_contact="https://b.example/who", public_url="https://a.example"),
            f"Backfile/{VERSION} (+https://b.example/who)",
        ),
    ],
)
def test_the_user_agent_names_a_contact(settings: Settings, expected: str) -> None:
    assert fetch_settings(settings).user_agent == expected


def test_it_is_said_how_to_name_one_where_none_is(tmp_path: Path) -> None:
    crawl = ["--data", str(tmp_path), "crawl"]
    assert "BACKFILE_USER_AGENT_CONTACT" in CliRunner().invoke(cli, crawl, env={}).stderr
    named = CliRunner().invoke(cli, crawl, env={"BACKFILE_USER_AGENT_CONTACT": "ada@example.org"})
    assert named.stderr == ""
