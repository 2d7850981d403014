"""One document that breaks must not stop a run: it comes back as it was, with the reason."""

from __future__ import annotations

from cleaner.errors import RuleTimeoutError
from cleaner.model import Document, Result
from cleaner.patch import Patch
from cleaner.pipeline import Cleaner


def attempt(cleaner: Cleaner, document: Document) -> Result:
    """Return what cleaning makes of a document; whatever goes wrong with it is its ``error``.

    Raises RuleTimeoutError alone, since that ends a run.
    """
    try:
        return cleaner.clean_document(document)
    except RuleTimeoutError:
        raise
    except Exception as error:  # noqa: BLE001 -- one bad document must not stop a run
        content = document.content
        text = content if isinstance(content, str) else content.decode("utf-8", "surrogateescape")
        reason = f"cleaning broke on it ({type(error).__name__}: {error}); please report this"
        return Result(text, text, Patch(), error=reason.encode("utf-8", "backslashreplace").decode())
