"""An article tells what proves it, and its commands do what they say."""

from __future__ import annotations

import html
import re
import subprocess
from datetime import timedelta
from pathlib import Path

from archive.store.proof.audit import Audit
from tests.conftest import MovableClock
from tests.web.library import open_library


def test_what_proves_an_article(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    with open_library(data, clock) as library:
        kept = library.keep("https://blog.example/2026/01/post.html", at=clock(), page=True)
        client = library.client()

        def page() -> str:
            return html.unescape(client.get(f"/page/{kept.page_id}").text)

        assert "Not read back yet" in page()
        clock.move(timedelta(days=1))
        (manifest,) = library.backfile.notary.write_due()
        Audit(data, library.backfile.catalogue).step(timedelta(days=9))
        library.store.seal()
        shown = page()
        for word in (
            kept.sha256,
            kept.record_sha256,
            kept.record_id,
            kept.locator.filename,
            "as it was written",
        ):
            assert str(word) in shown
        assert f'href="/manifests/{manifest.day}"' in shown
        found = re.search(r"<pre class=\"snippet-code\"><code>(tail.*?)</code>", shown, re.DOTALL)
        assert found is not None
        digest, record, *others = found[1].strip().splitlines()
        assert len(others) == 2
        said = [
            subprocess.run(
                ["sh", "-c", one], cwd=data / "warc", capture_output=True, text=True, check=True
            ).stdout
            for one in (digest, record)
        ]
        assert said[0].split()[0] == kept.record_sha256
        assert kept.record_id in said[1]
