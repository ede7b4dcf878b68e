"""What README says is so: settings, commands, addresses."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import click
import pytest

from web.cli import cli
from web.settings import Settings

README = Path(__file__).resolve().parents[2] / "README.md"


def settings_table() -> str:
    """The settings as README shows them."""
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    values = Settings().environ()
    for entry in fields(Settings):
        value = values[f"BACKFILE_{entry.name.upper()}"]
        rows.append(f"| `{entry.name}` | {f'`{value}`' if value else 'none'} | {entry.metadata['help']} |")
    return "\n".join(rows)


def commands(group: click.Group, path: str = "backfile") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            found |= commands(command, f"{path} {name}")
        else:
            found[f"{path} {name}"] = command
    return found


def test_the_settings_in_the_readme_are_the_settings() -> None:
    text = README.read_text(encoding="utf-8")
    shown = text.split("<!-- settings: begin -->")[1].split("<!-- settings: end -->")[0].strip()
    assert shown == settings_table(), f"put this between the marks:\n{settings_table()}"


@pytest.mark.parametrize(("path", "command"), commands(cli).items())
def test_every_command_has_help_with_an_example(path: str, command: click.Command) -> None:
    assert command.help
    assert f"Example: {path}" in command.help


def test_commands_in_the_readme_exist() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:\.venv/bin/)?(backfile \w+)", text, flags=re.M))
    named |= set(re.findall(r"`(backfile [a-z]+)", text))
    assert named
    assert named <= {" ".join(path.split()[:2]) for path in commands(cli)}


def test_no_file_names_a_machine_or_a_registry() -> None:
    top = Path(os.environ.get("BACKFILE_CHECKOUT") or README.parent)
    listed = subprocess.run(["git", "ls-files"], cwd=top, capture_output=True, text=True, check=False)
    if listed.returncode:
        assert not os.environ.get("CI"), f"CI needs the checkout; {top} is none"
        pytest.skip("not a checkout")
    registries = ("py" + r"pi\.org", "files" + r"\.pythonhosted", "registry" + r"\.npmjs")
    places = "(?:work|root|home)" + "/"
    forbidden = re.compile(rf"""(?:^|[\s"'=(])/{places}(?!\*)|{"|".join(registries)}""", re.M)
    wrong = []
    for name in listed.stdout.splitlines():
        text = (top / name).read_bytes().decode("utf-8", "replace") if (top / name).is_file() else ""
        wrong += [(name, found[0]) for found in forbidden.finditer(text)]
    assert wrong == []
