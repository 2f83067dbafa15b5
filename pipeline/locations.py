"""Object stores and other places beside the local disk, through fsspec: s3://, gs://, az://, memory:// and so on.

A location travels as a path, in which the slashes after the scheme have run together (`s3:/bucket/key`): paths are what the
command line, manifests and records hold. It is fetched where it is read, to a private folder, and removed afterwards.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ReadError
from pipeline.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):[/\\\\]+")
_WEB = ("http", "https", "ftp")


def url_of(path: Path) -> str:
    """The URL that a path stands for; empty for a place on the local disk."""
    written = str(path)
    scheme = _SCHEME.match(written)
    if not scheme:
        return ""
    rest = written[scheme.end() :].replace("\\", "/")
    return f"{scheme[1]}://{'/' if scheme[1] == 'file' else ''}{rest}"


def listed(path: Path) -> list[Path]:
    """What a location with a URL names: itself, the files under a folder, or those that fit a pattern; itself where none do."""
    url = url_of(path)
    try:
        store, inner = _store(url)
        found = store.find(inner) if store.isdir(inner) else store.glob(inner)
        return [Path(store.unstrip_protocol(name)) for name in sorted(found) if not store.isdir(name)] or [path]
    except Exception:  # whatever a store raises, the location gets its row
        return [path]


def version_key(path: Path) -> str | None:
    """A key that changes with the content, as far as the store tells without sending it; None where it cannot be asked."""
    try:
        store, inner = _store(url_of(path))
        if not store.isfile(inner):
            return None
        return f"{url_of(path)} {store.ukey(inner)}"
    except Exception:
        return None


@contextmanager
def at_hand(path: Path, folder: Path) -> Iterator[Path]:
    """A local file with the content of a location: the file itself, or a copy in `folder` that goes when the context ends.

    Raises:
        ReadError: it cannot be fetched.
    """
    url = url_of(path)
    if not url:
        yield path
        return
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as own:
        copy = Path(own) / (path.name or "document")
        try:
            store, inner = _store(url)
            store.get_file(inner, str(copy))
        except ReadError:
            raise
        except FileNotFoundError:
            raise ReadError(Status.MISSING, "no such object") from None
        except Exception as error:
            raise ReadError(Status.MISSING, f"cannot be fetched: {type(error).__name__}") from None
        yield copy


def _store(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    scheme = url.split(":")[0]
    if scheme in _WEB:
        raise ReadError(Status.UNSUPPORTED, "a web address; download it and scan the file")
    try:
        store, inner = url_to_fs(url)
    except ImportError as error:
        raise ReadError(Status.UNSUPPORTED, f"{scheme}:// needs another package: {error}") from None
    except ValueError:
        raise ReadError(Status.UNSUPPORTED, f"{scheme}:// is no kind of place that is known") from None
    return store, inner
