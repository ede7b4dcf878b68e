"""Settings: one table, three ways in, the later wins, and errors that tell what to write."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.settings import BadSetting, Settings, duration


def test_defaults_stand_without_anything_given() -> None:
    assert Settings.load(environ={}) == Settings()


def test_file_then_environment_then_flags(tmp_path: Path) -> None:
    config = tmp_path / "backfile.toml"
    config.write_text(
        'port = 1\nmin_delay = 9\ntitle = "From the file"\nallow_networks = ["10.0.0.0/8"]\n',
        encoding="utf-8",
    )
    found = Settings.load(
        {"port": 3, "host": None}, environ={"BACKFILE_PORT": "2", "BACKFILE_MIN_DELAY": "0.5"}, config=config
    )
    assert (found.port, found.min_delay, found.title, found.host) == (3, 0.5, "From the file", "127.0.0.1")
    assert found.allow_networks == (ip_network("10.0.0.0/8"),)


def test_environ_gives_the_same_settings_back() -> None:
    settings = Settings(
        data=Path("somewhere"),
        every=timedelta(hours=2),
        allow_networks=(ip_network("10.0.0.0/8"), ip_network("fd00::/8")),
        proxy="http://127.0.0.1:3128",
        ca_bundle=Path("ca.pem"),
    )
    assert Settings.load(environ=settings.environ()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "65536"),
        ("port", "http"),
        ("min_delay", "-1"),
        ("min_delay", "nan"),
        ("every", "soon"),
        ("timezone", "Mars"),
        ("timezone", "Europe/Berln"),
        ("daily_looks", "-3"),
        ("proxy", "ftp://proxy"),
        ("allow_networks", "10.0.0.1/8"),
        ("log_format", "xml"),
        ("concurrency", "0"),
    ],
)
def test_a_bad_value_names_the_setting_and_what_to_write(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.load({name: value}, environ={})
    assert name in str(caught.value)
    assert value in str(caught.value)


def test_an_unknown_name_in_the_file_is_told(tmp_path: Path) -> None:
    config = tmp_path / "backfile.toml"
    config.write_text("prot = 80\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="prot"):
        Settings.load(environ={}, config=config)


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_told(tmp_path: Path, content: bytes) -> None:
    config = tmp_path / "backfile.toml"
    config.write_bytes(content)
    with pytest.raises(BadSetting, match="TOML"):
        Settings.load(environ={}, config=config)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="can't be read"):
        Settings.load(environ={}, config=tmp_path / "none.toml")


@given(st.integers(min_value=0, max_value=999_999), st.sampled_from("smhd"))
def test_durations(number: int, unit: str) -> None:
    seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit]
    assert duration(f"{number}{unit}") == timedelta(seconds=number * seconds)


def test_every_setting_has_help() -> None:
    assert all(entry.metadata["help"] for entry in fields(Settings))
