"""A platform's export taken in: the file once, as it is, and each article in it that the archive does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.digest import Digester, Digests
from archive.errors import ImportRefused, UnknownSource
from archive.exchange import blogger_export, wxr
from archive.exchange.blog_address import NoAddress, OwnLinks, address_of, is_nowhere
from archive.exchange.entries import Export
from archive.exchange.exported import Blog, Exported, Passed
from archive.exchange.form import Form
from archive.exchange.report import ImportReport, words_of
from archive.exchange.shelf import Place, Shelf
from archive.model import Capture, Page, Source
from archive.plain_article import PlainArticle, document
from archive.store.catalogue import Catalogue
from archive.store.conversion import conversion_id, export_id, export_urn
from archive.store.conversions import Conversions, Made
from archive.store.intake import Progress
from archive.store.mementos import Mementos
from archive.store.warc import WarcStore
from archive.uri import page_surt

_BATCH = 100  # articles a transaction
_BATCH_BYTES = 8 * 1024 * 1024
_PIECE = 1024 * 1024
_TYPES = {Form.BLOGGER: "application/atom+xml", Form.WXR: "application/rss+xml"}
_PLATFORMS = {Form.BLOGGER: "Blogger", Form.WXR: "WordPress"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of an import: where the blog is, or was (``blog``), and whether to stop (asked often)."""

    blog: str | None = None
    stopped: Callable[[], bool] = lambda: False


def import_export(
    path: Path,
    name: str,
    form: Form,
    catalogue: Catalogue,
    store: WarcStore,
    report: ImportReport,
    *,
    wishes: Wishes,
    on_progress: Progress | None = None,
) -> None:
    """Take in an export of Blogger or WordPress, to be called ``name``. For the holder of the archive's role.

    Bounded in memory, whatever its size. Can be stopped, or killed, at any moment and done again: nothing is doubled.
    Raises ImportRefused when nothing in it can be taken, and DiskFull and NotWritable.
    """
    report.export = True
    outline = _Outline(path, name, form, on_progress)
    if not outline.articles:
        found = words_of(outline.passed) or "it has no entries"
        broken = f"; {outline.broken}" if outline.broken else ""
        raise ImportRefused(name, f"there is no published article in it ({found}{broken})")
    _Taking(path, name, form, outline, catalogue, store, report, wishes, on_progress).run()


class _Outline:
    """What a first look at an export tells."""

    def __init__(self, path: Path, name: str, form: Form, on_progress: Progress | None) -> None:
        self.articles = 0
        self.passed: Counter[Passed] = Counter()
        digester, size = Digester(), path.stat().st_size
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digester.update(piece)
        self.digests: Digests = digester.digests()
        self.size = size
        links = OwnLinks()
        with path.open("rb") as file:
            export = Export(name, file)
            reader = _Reader(form, export)
            self.blog: Blog = reader.blog
            for article in reader.articles():
                if isinstance(article, Passed):
                    self.passed[article] += 1
                elif article is not None:
                    self.articles += 1
                    links.note(article.link, article.content)
                if on_progress is not None:
                    on_progress(export.read, 2 * size)
            self.broken = export.broken
        self.told_by_links = links.home() if self.blog.home is None else None


class _Reader:
    """An export's entries as articles; None for one that can't be read."""

    def __init__(self, form: Form, export: Export) -> None:
        self._form = form
        self._export = export
        self._authors = wxr.authors_of(export.head) if form is Form.WXR else {}
        self.blog = wxr.blog_of(export.head) if form is Form.WXR else blogger_export.blog_of(export.head)
        self.number = 0
        self.doubt: str | None = None

    def articles(self) -> Iterator[Exported | Passed | None]:
        for entry in self._export.entries():
            self.number, self.doubt = entry.number, entry.doubt
            if entry.node is None:
                yield None
            elif self._form is Form.WXR:
                yield wxr.article_of(entry.node, self._authors)
            else:
                yield blogger_export.article_of(entry.node)


@dataclass(slots=True)
class _Batch:
    made: list[Made] = field(default_factory=list)
    size: int = 0


class _Taking:
    """The second look: each article in turn is looked up, and kept when it is wanted."""

    def __init__(
        self,
        path: Path,
        name: str,
        form: Form,
        outline: _Outline,
        catalogue: Catalogue,
        store: WarcStore,
        report: ImportReport,
        wishes: Wishes,
        on_progress: Progress | None,
    ) -> None:
        self._path = path
        self._name = name
        self._form = form
        self._outline = outline
        self._report = report
        self._wishes = wishes
        self._on_progress = on_progress
        self._source = _source(outline.blog, wishes.blog, catalogue)
        self._worked_out = None if self._source or wishes.blog else outline.told_by_links
        self._blog = outline.blog
        if outline.blog.home is None and self._source is not None:
            self._blog = replace(outline.blog, home=self._source.url)
        elif self._worked_out is not None:
            self._blog = replace(outline.blog, home=self._worked_out[0])
        self._catalogue = catalogue
        self._conversions = Conversions(store, catalogue, catalogue.clock)
        self._shelf = Shelf(catalogue, Mementos(store, catalogue), self._source)
        self._origin: Capture | None = None
        self._batch = _Batch()
        self._seen: dict[str, int] = {}  # hashes of contents, by key
        self._nowhere: Counter[str] = Counter()

    def run(self) -> None:
        with self._path.open("rb") as file:
            export = Export(self._name, file)
            reader = _Reader(self._form, export)
            for article in reader.articles():
                if self._wishes.stopped():
                    self._report.stopped = True
                    break
                self._consider(article, reader)
                if self._on_progress is not None:
                    self._on_progress(self._outline.size + export.read, 2 * self._outline.size)
            self._keep()
            self._tell(export.broken)

    def _consider(self, article: Exported | Passed | None, reader: _Reader) -> None:
        if article is None:
            self._report.refuse(f"entry {reader.number}", reader.doubt or "it can't be read")
        elif isinstance(article, Passed):
            self._report.passed[article] += 1
        else:
            self._take(article, reader)

    def _take(self, article: Exported, reader: _Reader) -> None:
        self._report.passed[Passed.COMMENT] += article.comments
        what = f"“{article.facts.title or article.link or f'entry {reader.number}'}”"[:200]
        if not article.content.strip():
            self._report.passed[Passed.EMPTY] += 1
            return
        try:
            url = address_of(article.link, self._blog, self._wishes.blog)
        except NoAddress as reason:
            self._nowhere[str(reason)] += 1
            return
        if self._catalogue.takedowns.denial(url) is not None:
            self._report.passed[Passed.TAKEN_DOWN] += 1
            return
        key, content = page_surt(url), hash(article.content)
        if key in self._seen:
            if self._seen[key] != content:
                self._report.refuse(what, f"another article in the file has its address, {url}")
            return
        self._seen[key] = content
        record_id = self._record_id(article.facts.platform_id or url)
        found = self._shelf.find(url, article.facts, record_id)
        if found.place is Place.WANTED:
            if reader.doubt:
                self._report.doubt(what, reader.doubt)
            self._add(article, found.page, url, record_id)
        elif found.place is Place.HELD:
            self._report.held += 1
        else:
            self._report.known += 1

    def _add(self, article: Exported, page: Page | None, url: str, record_id: str) -> None:
        plain = PlainArticle(page.url if page else url, article.kind, article.facts, article.content)
        body = document(
            plain,
            via_url=export_urn(self._outline.digests.sha256),
            via_name=self._name,
            note=f"From the {_PLATFORMS[self._form]} export “{self._name}”. This is not a capture of the live page.",
        )
        self._batch.made.append(Made(plain.url, record_id, body, plain.kind, plain.facts))
        self._batch.size += len(body)
        if len(self._batch.made) >= _BATCH or self._batch.size >= _BATCH_BYTES:
            self._keep()

    def _keep(self) -> None:
        batch, self._batch = self._batch, _Batch()
        if not batch.made:
            return
        if self._origin is None:
            self._origin = self._conversions.keep_export(
                self._path, self._outline.digests, _TYPES[self._form]
            )
        source_id = self._source.id if self._source else None
        self._report.pages += self._conversions.keep(self._origin, batch.made, source_id=source_id)
        self._report.articles += len(batch.made)

    def _record_id(self, name: str) -> str:
        return conversion_id(export_id(self._outline.digests.sha256), name)

    def _tell(self, broken: str | None) -> None:
        """The sentences after the counts."""
        report, blog = self._report, self._blog
        for why, number in self._nowhere.items():
            what = "1 article" if number == 1 else f"{number} articles"
            report.refuse(what, f"{why}; say where the blog is, or was, with --blog URL", number=number)
        if broken and not report.stopped:
            report.broken = f"{self._name} is damaged: {broken}. What stands before that was taken."
        if self._worked_out is not None:
            report.notices.append(
                f"The export does not say where its blog is. {blog.home} was worked out from {self._worked_out[1]} links "
                "among its own articles. If that is wrong, say where it is with --blog."
            )
        home = self._wishes.blog or blog.home
        if self._source is None and home and report.articles and not is_nowhere(home):
            report.notices.append(
                f"No source is followed at {home}. If the blog is still there, `backfile add {home}` follows it."
            )


def _source(blog: Blog, given: str | None, catalogue: Catalogue) -> Source | None:
    """The Source that an export is of: by the platform's number of the blog, else by its address."""
    if blog.platform_id:
        for source in catalogue.sources.all():
            if source.platform_id == blog.platform_id:
                return source
    for home in (given, blog.home):
        with suppress(UnknownSource):
            if home:
                return catalogue.sources.find(home)
    return None
