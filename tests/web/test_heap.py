"""Threads of the web process share a heap: told by the C library itself, in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

COUNT = """
import ctypes, sys, threading
from web.heap import one_heap

told = one_heap() if sys.argv[1] == "one" else True
met = threading.Barrier(4)

def allocate():
    met.wait()
    kept = [bytes(10_000) for _ in range(100)]
    met.wait()

threads = [threading.Thread(target=allocate) for _ in range(4)]
for each in threads: each.start()
for each in threads: each.join()
ctypes.CDLL(None).malloc_stats()
sys.exit(not told)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has several heaps in a process")
@pytest.mark.parametrize(("heaps", "one"), [("one", True), ("own", False)])
def test_threads_share_a_heap(heaps: str, one: bool) -> None:
    done = subprocess.run([sys.executable, "-c", COUNT, heaps], capture_output=True, text=True, check=True)
    assert (done.stderr.count("Arena ") == 1) is one
