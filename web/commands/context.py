"""What every command gets: the settings, and Backfile joined over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from archive.errors import BackfileError
from archive.store.layout import CATALOGUE, WARC
from web import logs
from web.settings import Settings

if TYPE_CHECKING:
    from web.compose import Backfile


class NoData(BackfileError):
    """A command that only reads was given a folder in which there is nothing to read."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"There is no Backfile data in {path}. Say where it is with --data DIR; `backfile add URL` begins an archive."
        )


class CatalogueLost(BackfileError):
    """The WARC files are there, and the catalogue is not."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"There are WARC files in {path}, but no catalogue. `backfile recover` makes it again from them; with a backup, "
            "restore that into a new folder: `backfile restore DIR`."
        )


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

    def existing(self, **flags: object) -> Settings:
        """The settings of an archive that is there. Raises NoData, CatalogueLost."""
        settings = self._unless_lost(self.settings(**flags))
        if not (settings.data / CATALOGUE).exists():
            raise NoData(str(settings.data))
        return settings

    @staticmethod
    def _unless_lost(settings: Settings) -> Settings:
        catalogue = settings.data / CATALOGUE
        there = catalogue.exists() and catalogue.stat().st_size > 0  # emptied is lost, too
        if not there and any((settings.data / WARC).glob("backfile-*.warc.gz*")):
            raise CatalogueLost(str(settings.data))
        return settings

    @contextmanager
    def backfile(self, *, existing: bool = False, **flags: object) -> Iterator[Backfile]:
        """Backfile over the data folder, closed afterwards. ``existing``: a folder that is not there is not made, as the
        command can only read. Raises NoData, CatalogueLost, BackfileError."""
        settings = self.existing(**flags) if existing else self._unless_lost(self.settings(**flags))
        from web.compose import build  # brings all the rooms along, and `--help` needs none

        backfile = build(settings)
        try:
            yield backfile
        finally:
            backfile.close()
