"""The version of Backfile that is installed."""

from importlib.metadata import version

VERSION = version("backfile")
