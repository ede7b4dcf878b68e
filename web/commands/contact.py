"""A crawler that site owners can reach: said once, before the first crawl of an archive."""

from __future__ import annotations

import click

from web.compose import Backfile


def tell_contact(backfile: Backfile) -> None:
    """Say how to name a contact, where none is named and nothing was crawled yet."""
    settings = backfile.settings
    if settings.user_agent_contact or settings.public_url or backfile.catalogue.crawls.recent(1):
        return
    click.echo(
        "Sites that are crawled see no way to reach you. Name one: BACKFILE_USER_AGENT_CONTACT=you@example.org, or "
        "user_agent_contact in the configuration file.",
        err=True,
    )
