"""Scrapy over one or more sites, each answer and its request written to a WARC file with warcio:
``python -m tests.benchmarks.peers.scrapy_warc --warc FILE URL…``. Prints its figures as JSON.

Set up as its documentation advises for speed: no delay, no cookies, no telnet, its own concurrency. It follows the links in
``a``, ``img`` and ``link`` elements within the sites, and reads robots.txt, as Backfile does.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.linkextractors import LinkExtractor
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "COMPRESSION_ENABLED": False,  # what is sent is what is kept
    "RETRY_ENABLED": True,
}


class Sites(scrapy.Spider):
    """Everything within the sites."""

    name = "sites"

    def __init__(self, urls: list[str], warc: Path) -> None:
        super().__init__()
        self.start_urls = urls
        self.hosts = {urlsplit(url).netloc for url in urls}
        self.links = LinkExtractor(
            tags=("a", "img", "link"), attrs=("href", "src"), deny_extensions=[], unique=True
        )
        self.out = warc.open("wb")
        self.writer = WARCWriter(self.out, gzip=True, warc_version="WARC/1.1")
        self.pages = 0
        self.answers = 0

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request]:
        """Keep an answer, and follow what it links to."""
        self.keep(response)
        if not isinstance(response, TextResponse) or b"html" not in (
            response.headers.get("Content-Type") or b""
        ):
            return
        self.pages += 1
        for link in self.links.extract_links(response):
            if urlsplit(link.url).netloc in self.hosts:
                yield response.follow(link, self.parse)

    def keep(self, response: Response) -> None:
        """Write request and response, as far as Scrapy still knows them."""
        self.answers += 1
        headers = [
            (name.decode(), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        status = StatusAndHeaders(f"{response.status} OK", headers, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), http_headers=status
        )
        assert response.request is not None
        asked = [
            (name.decode(), b", ".join(values).decode("latin-1"))
            for name, values in response.request.headers.items()
        ]
        request = self.writer.create_warc_record(
            response.url,
            "request",
            payload=io.BytesIO(b""),
            http_headers=StatusAndHeaders(
                f"GET {urlsplit(response.url).path} HTTP/1.1", asked, is_http_request=True
            ),
        )
        self.writer.write_request_response_pair(request, record)

    def closed(self, _reason: str) -> None:
        """The file is whole."""
        self.out.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--warc", type=Path, required=True)
    parser.add_argument("url", nargs="+")
    asked = parser.parse_args()
    process = CrawlerProcess(SETTINGS)
    crawler = process.create_crawler(Sites)
    process.crawl(crawler, urls=asked.url, warc=asked.warc)
    used, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    process.start()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    spider = crawler.spider
    assert isinstance(spider, Sites)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    print(json.dumps({"pages": spider.pages, "answers": spider.answers, "wall": wall, "cpu": cpu}))


if __name__ == "__main__":
    main()
