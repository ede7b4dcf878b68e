"""What a person did that can't be answered, and the one table of HTTP statuses for every error."""

from __future__ import annotations

from http import HTTPStatus

from archive.errors import (
    BackfileError,
    BadPolicy,
    BadSchedule,
    BadUrl,
    CatalogueBusy,
    DiskFull,
    ExportRefused,
    ExportTooLarge,
    FolderInUse,
    NothingToFollow,
    NotWritable,
    OriginalMissing,
    RecordDamaged,
    RecordError,
    RoomShort,
    SchemaNewer,
    SourceExists,
    StillErasing,
    TakenDown,
    UnclearSource,
    UnknownCrawl,
    UnknownSource,
    UnknownSurvey,
    UnknownTakedown,
    UnknownUser,
    UnknownZone,
    UserExists,
)


class NoSuchPage(BackfileError):
    """No article, crawl or capture has that id."""

    def __init__(self, what: str, wanted: str) -> None:
        self.what = what
        self.wanted = wanted
        super().__init__(
            f"This archive has no {what} “{wanted[:60]}”. Search for its title, or check the link."
        )


class NoSnapshot(BackfileError):
    """The archive holds no capture of a URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"This archive holds no snapshot of {url}.")


class BadDate(BackfileError):
    """A date that was asked for can't be read."""

    def __init__(self, text: str, example: str) -> None:
        self.text = text
        super().__init__(f"“{text[:80]}” is not a date that can be read. Write it as {example}.")


class BadParameter(BackfileError):
    """A parameter of a programming interface can't be understood."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        self.name = name
        super().__init__(f"{name}={value[:80]} can't be understood: {allowed}.")


class TooLargeToShow(BackfileError):
    """A document is beyond what is rewritten for show."""

    def __init__(self, url: str, limit: int) -> None:
        self.url = url
        super().__init__(
            f"The snapshot of {url} is larger than {limit // 1_000_000} MB and is not shown here. "
            "Its raw bytes can be downloaded."
        )


class Withheld(BackfileError):
    """A package that may hold what was taken down since it was made."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is withheld: something was taken down since it was made, and may be in it. Whoever keeps this archive "
            "can export it again."
        )


class TooBusy(BackfileError):
    """What costs more than a page is being done for others: ``what`` (a plural)."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"Other {what} are being made right now. Try again in a minute.")


class NotLoggedIn(BackfileError):
    """The keeper's desk is for those who have logged in."""

    def __init__(self) -> None:
        super().__init__("Log in to go on.")


class WrongPassword(BackfileError):
    """Name and password do not belong together."""

    def __init__(self) -> None:
        super().__init__("That name and password do not belong together. Check both and try again.")


class TooManyAttempts(BackfileError):
    """Too many failed log-ins from one address or for one account."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = max(1, round(seconds / 60))
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"Too many failed attempts. Wait {minutes} {unit} and try again.")


class Forged(BackfileError):
    """A form that did not come from this site's own page, or from one that was open too long."""

    def __init__(self) -> None:
        super().__init__(
            "This form has expired or came from another site, so nothing was done. Open the page again."
        )


class SetupClosed(BackfileError):
    """The set-up link was used, is wrong, or is no longer needed."""

    def __init__(self) -> None:
        super().__init__(
            "This set-up link is not valid any more. Start `backfile serve` again for a new one, "
            "or add an account with `backfile user add NAME`."
        )


class Refused(BackfileError):
    """What was filled in can't be taken, in the words of the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


STATUS: dict[type[BackfileError], HTTPStatus] = {
    BadUrl: HTTPStatus.BAD_REQUEST,
    BadDate: HTTPStatus.BAD_REQUEST,
    BadParameter: HTTPStatus.BAD_REQUEST,
    Refused: HTTPStatus.BAD_REQUEST,
    BadPolicy: HTTPStatus.BAD_REQUEST,
    BadSchedule: HTTPStatus.BAD_REQUEST,
    UnknownZone: HTTPStatus.BAD_REQUEST,
    NotLoggedIn: HTTPStatus.UNAUTHORIZED,
    WrongPassword: HTTPStatus.UNAUTHORIZED,
    Forged: HTTPStatus.FORBIDDEN,
    SetupClosed: HTTPStatus.FORBIDDEN,
    NoSuchPage: HTTPStatus.NOT_FOUND,
    NoSnapshot: HTTPStatus.NOT_FOUND,
    UnknownSource: HTTPStatus.NOT_FOUND,
    UnknownCrawl: HTTPStatus.NOT_FOUND,
    UnknownSurvey: HTTPStatus.NOT_FOUND,
    UnknownUser: HTTPStatus.NOT_FOUND,
    UnknownTakedown: HTTPStatus.NOT_FOUND,
    OriginalMissing: HTTPStatus.NOT_FOUND,
    TakenDown: HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    SourceExists: HTTPStatus.CONFLICT,
    StillErasing: HTTPStatus.CONFLICT,
    UserExists: HTTPStatus.CONFLICT,
    NothingToFollow: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnclearSource: HTTPStatus.CONFLICT,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    TooLargeToShow: HTTPStatus.NOT_IMPLEMENTED,
    RecordDamaged: HTTPStatus.INTERNAL_SERVER_ERROR,
    RecordError: HTTPStatus.INTERNAL_SERVER_ERROR,
    ExportRefused: HTTPStatus.NOT_FOUND,
    ExportTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Withheld: HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    TooBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    NotWritable: HTTPStatus.SERVICE_UNAVAILABLE,
    FolderInUse: HTTPStatus.SERVICE_UNAVAILABLE,
    SchemaNewer: HTTPStatus.SERVICE_UNAVAILABLE,
    CatalogueBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
    RoomShort: HTTPStatus.INSUFFICIENT_STORAGE,
    BackfileError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of each error; an error that is not named here has that of its nearest ancestor."""

HEADLINES: dict[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "That can’t be understood",
    HTTPStatus.UNAUTHORIZED: "Log in",
    HTTPStatus.FORBIDDEN: "Not allowed",
    HTTPStatus.NOT_FOUND: "Nothing here",
    HTTPStatus.METHOD_NOT_ALLOWED: "That can’t be done here",
    HTTPStatus.CONFLICT: "That is there already",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Too large",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many attempts",
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: "Taken down",
    HTTPStatus.NOT_IMPLEMENTED: "Not shown here",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not available right now",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk is full",
}

SENTENCES: dict[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The request is malformed. Go back, and try again from the page that you came from.",
    HTTPStatus.NOT_FOUND: "There is no page at this address. Check the link, or search.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address only answers to another kind of request.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "What was sent is larger than this page takes.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The fault is ours, and it was written to the log. Nothing in the archive changed.",
}


def status_of(error: BackfileError) -> HTTPStatus:
    """The HTTP status that says what an error means."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def headline(status: int) -> str:
    """A few words for a person above an error's sentence."""
    try:
        return HEADLINES.get(HTTPStatus(status), "Something went wrong")
    except ValueError:
        return "Something went wrong"


def sentence(status: int) -> str:
    """What to do about a status that came without an error of ours."""
    try:
        return SENTENCES.get(HTTPStatus(status), HTTPStatus(status).description or "Try again later.")
    except ValueError:
        return "Try again later."
