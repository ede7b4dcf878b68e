"""A process that crawls, to be killed: ``python -m tests.archive.crawl.fleet_process DATA BLOG…``."""

from __future__ import annotations

import sys
from pathlib import Path

from archive import uri
from archive.model import Trigger
from tests.archive.crawl.bench import Bench


def main() -> None:
    """Follow the blogs, or go on with what was cut off, and print how each crawl ended."""
    data, *urls = sys.argv[1:]
    with Bench(Path(data)) as bench:
        known = bench.catalogue.sources.by_surt
        followed = [known(uri.page_surt(url)) or bench.follow(url) for url in urls]
        crawls = [bench.catalogue.crawls.request(source.id, Trigger.CLI) for source in followed]
        bench.crawler.run_all(bench.catalogue.crawls.unfinished)
        print(*(bench.catalogue.crawls.get(crawl.id).state for crawl in crawls), flush=True)


if __name__ == "__main__":
    main()
