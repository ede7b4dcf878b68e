"""A process that crawls, to be killed: ``python -m tests.archive.crawl.crawling_process DATA BLOG``."""

from __future__ import annotations

import sys
from pathlib import Path

from archive import uri
from tests.archive.crawl.bench import Bench


def main() -> None:
    """Follow the blog, or go on with what was cut off, and print how the crawl ended."""
    data, url = sys.argv[1:]
    with Bench(Path(data)) as bench:
        source = bench.catalogue.sources.by_surt(uri.page_surt(url)) or bench.follow(url)
        print(bench.crawl(source).state, flush=True)


if __name__ == "__main__":
    main()
