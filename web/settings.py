"""Every setting, once: its name, type, default and help. Read from a TOML file, ``BACKFILE_*`` variables and
flags; the later wins."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import BackfileError, UnknownZone

Network = IPv4Network | IPv6Network
PREFIX = "BACKFILE_"


class BadSetting(BackfileError):
    """A setting that can't be understood."""

    def __init__(self, name: str, value: object, reason: str) -> None:
        self.name = name
        self.value = value
        self.reason = reason
        super().__init__(f"The setting “{name}” can't be “{value}”: {reason}.")


def duration(text: str) -> timedelta:
    """``90s``, ``30m``, ``6h`` or ``2d`` as a timedelta. Raises ValueError."""
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*([smhd]?)\s*", text.lower())
    if not found:
        raise ValueError("write a number and s, m, h or d, for example 6h")
    unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "": "seconds"}[found[2]]
    return timedelta(**{unit: float(found[1])})


def _text(value: object) -> str:
    return str(value).strip()


def _optional(value: object) -> str | None:
    return _text(value) or None


def _whole(value: object) -> int:
    try:
        return int(_text(value))
    except ValueError:
        raise ValueError("write a whole number") from None


def _seconds(value: object) -> float:
    try:
        number = float(_text(value))
    except ValueError:
        raise ValueError("write a number of seconds") from None
    if not 0 <= number <= 86_400:
        raise ValueError("it must lie between 0 and 86400")
    return number


def _port(value: object) -> int:
    number = _whole(value)
    if not 0 <= number <= 65_535:
        raise ValueError("a port lies between 0 and 65535")
    return number


def _positive(value: object) -> int:
    number = _whole(value)
    if number < 1:
        raise ValueError("it must be 1 or more")
    return number


def _budget(value: object) -> int:
    number = _whole(value)
    if number < 0:
        raise ValueError("it must be 0 or more")
    return number


def _folder(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _file(value: object) -> Path | None:
    text = _text(value)
    return Path(text).expanduser() if text else None


def _listed(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [_text(item) for item in value]
    return [part for part in re.split(r"[,\s]+", _text(value)) if part]


def _networks(value: object) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(item) for item in _listed(value))
    except ValueError as error:
        raise ValueError(f"write networks as 10.0.0.0/8,fd00::/8 ({error})") from None


def _web_url(value: object) -> str | None:
    text = _text(value).rstrip("/")
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise ValueError("it must begin with http:// or https:// and name a host")
    return text or None


def _log_format(value: object) -> str:
    text = _text(value).lower()
    if text not in ("text", "json"):
        raise ValueError("it is text or json")
    return text


def _zone(value: object) -> str:
    from archive.crawl.again.schedule import (
        time_zone,  # only a setting that was given needs the data base of zones
    )

    try:
        return time_zone(_text(value)).key
    except UnknownZone as error:
        meant = " or ".join(error.alike) or "a name such as Europe/Berlin"
        raise ValueError(f"it is no time zone; write {meant}") from None


def _duration(value: object) -> timedelta:
    return duration(_text(value))


def _setting(default: Any, read: Callable[[object], Any], help: str) -> Any:  # noqa: A002 - the word that readers know
    return field(default=default, metadata={"read": read, "help": help})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. ``Settings()`` is what a fresh machine gets."""

    data: Path = _setting(
        Path("backfile-data"), _folder, "folder that holds the archive, the catalogue and the index"
    )
    host: str = _setting(
        "127.0.0.1", _text, "address to serve on; put a reverse proxy in front for the internet"
    )
    port: int = _setting(8080, _port, "port to serve on")
    title: str = _setting("Backfile", _text, "the name that readers see")
    public_url: str | None = _setting(
        None, _web_url, "address readers use, such as https://archive.example.org"
    )
    replay_url: str | None = _setting(
        None,
        _web_url,
        "a host of its own for snapshots, such as https://snapshots.example.org; needs `public_url`",
    )
    every: timedelta = _setting(
        timedelta(hours=6), _duration, "how often a source is visited whose own pace is not known"
    )
    timezone: str = _setting("UTC", _zone, "time zone of schedules, such as Europe/Berlin")
    daily_looks: int = _setting(
        100, _budget, "second looks a day at a source's known articles that nobody announced, at most"
    )
    related: int = _setting(50, _whole, "articles from around a source to keep, at most, per crawl")
    min_delay: float = _setting(3.0, _seconds, "least seconds between two requests to one host")
    concurrency: int = _setting(8, _positive, "hosts that are fetched from at the same time")
    user_agent_contact: str | None = _setting(
        None, _optional, "web or mail address where site owners reach you; else `public_url`"
    )
    proxy: str | None = _setting(None, _web_url, "HTTP proxy that the crawler goes through")
    ca_bundle: Path | None = _setting(None, _file, "PEM file with the certificate authorities to trust")
    allow_networks: tuple[Network, ...] = _setting(
        (), _networks, "private networks that the crawler may reach, such as 10.0.0.0/8"
    )
    max_bytes: int = _setting(50 * 1024 * 1024, _positive, "largest answer to keep whole, in bytes")
    max_seconds: float = _setting(60.0, _seconds, "longest time for one answer, in seconds")
    min_free: int = _setting(
        512_000_000,
        _budget,
        "bytes of the disk that stay free: below, nothing is crawled or imported; 0: no mark",
    )
    segment_bytes: int = _setting(1_000_000_000, _positive, "size at which a WARC file is sealed, in bytes")
    timestamp_authority: str | None = _setting(
        None, _web_url, "address of a time-stamping authority (RFC 3161) that signs each day's manifest"
    )
    timestamp_ca: Path | None = _setting(
        None, _file, "PEM file with the root certificates of that authority; else the system's"
    )
    log_format: str = _setting("text", _log_format, "text, or json for one JSON object a line")

    def __post_init__(self) -> None:
        if self.replay_url is None:
            return
        if self.public_url is None:
            raise BadSetting(
                "replay_url", self.replay_url, "set public_url too, so that one leads to the other"
            )
        if urlsplit(self.replay_url).hostname == urlsplit(self.public_url).hostname:
            raise BadSetting(
                "replay_url", self.replay_url, "it must be another host than public_url: ports share cookies"
            )

    @classmethod
    def load(
        cls,
        flags: Mapping[str, object] | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        config: Path | None = None,
    ) -> Settings:
        """Settings from a TOML file, the environment and flags (None: not given). Raises BadSetting."""
        environ = os.environ if environ is None else environ
        given: dict[str, object] = dict(_toml(config)) if config else {}
        known = {entry.name: entry for entry in fields(cls)}
        for name in known:
            if PREFIX + name.upper() in environ:
                given[name] = environ[PREFIX + name.upper()]
        given.update({name: value for name, value in (flags or {}).items() if value is not None})
        for name in given:
            if name not in known:
                raise BadSetting(name, given[name], f"there is no such setting; there are {', '.join(known)}")
        return cls(**{name: _read(known[name], value) for name, value in given.items()})

    def environ(self) -> dict[str, str]:
        """These settings as ``BACKFILE_*`` variables, for a process that shall have the same."""
        return {PREFIX + entry.name.upper(): _written(getattr(self, entry.name)) for entry in fields(self)}


def _read(entry: Field[Any], value: object) -> Any:
    try:
        return entry.metadata["read"](value)
    except (ValueError, OverflowError) as error:
        raise BadSetting(entry.name, value, str(error)) from None


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value)
    return str(value)


def _toml(path: Path) -> Mapping[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise BadSetting("config", path, f"the file can't be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting("config", path, f"it is not TOML ({error})") from None
