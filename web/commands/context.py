"""What every command gets: the settings, and Backfile joined over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from web import logs
from web.settings import Settings

if TYPE_CHECKING:
    from web.compose import Backfile


class Context:
    """The command line's global options, until a command adds its own."""

    def __init__(self, flags: Mapping[str, object], config: Path | None) -> None:
        self._flags = dict(flags)
        self._config = config

    def settings(self, **flags: object) -> Settings:
        """The settings, with a command's own flags on top. Also sets up logging. Raises BadSetting."""
        settings = Settings.load({**self._flags, **flags}, config=self._config)
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
