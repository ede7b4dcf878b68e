"""What every command gets: the settings, and Backfile joined over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from web import logs
from web.settings import Settings

if TYPE_CHECKING:
    from web.compose import Backfile


class Context:
    """What the command line was given, until a command needs the settings. ``given`` may still grow until then."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def settings(self, **flags: object) -> Settings:
        """The settings, with a command's own flags on top. Also sets up logging. Raises BadSetting."""
        named = {name: value for name, value in self._given.items() if name != "config"}
        settings = Settings.load({**named, **flags}, config=self._given.get("config"))
        logs.configure(settings.log_format)
        return settings

    @contextmanager
    def backfile(self, **flags: object) -> Iterator[Backfile]:
        """Backfile over the data folder, closed afterwards. Raises BackfileError."""
        from web.compose import build  # brings all the rooms along, and `--help` needs none

        backfile = build(self.settings(**flags))
        try:
            yield backfile
        finally:
            backfile.close()
