"""datatrove (extra ``datatrove``): a step of a pipeline, with its statistics.

>>> from datatrove.data import Document
>>> from cleaner.adapters.datatrove import CleanText
>>> [document.text for document in CleanText(profile="strict")([Document("It was  late.", "7")])]
['It was late.']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from datatrove.pipeline.base import PipelineStep

from cleaner.batch import BatchCleaner
from cleaner.model import Result
from cleaner.report.tally import Tally


class CleanText(PipelineStep):  # type: ignore[misc]  # datatrove is not typed
    """Cleans the text of documents; their metadata ``url`` and ``language`` choose rules.

    ``batch`` is what cleans, or options are given as to ``BatchCleaner``. With ``add`` the
    metadata get ``cleaner_changed`` and the like. Statistics: documents that changed, failed or were
    over the removal budget, characters that went, and for each rule its hits and documents.
    """

    type = "CLEAN"
    name = "cleaner"

    def __init__(self, batch: BatchCleaner | None = None, **options: Any) -> None:
        """Read the rules, so that whatever is wrong with them shows before the pipeline starts."""
        super().__init__()
        self.batch = batch or BatchCleaner(**{"lang": "language"} | options)

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Yield the documents, cleaned; one that cannot be cleaned passes untouched."""
        del rank, world_size
        for document in data or ():
            with self.track_time():
                self._clean(document)
            yield document

    def _clean(self, document: Any) -> None:
        known = {**document.metadata, "id": document.id, self.batch.fields.text: document.text}
        text, result, columns = self.batch.row(known)
        document.metadata.update(columns)
        if text is not None and result is not None:
            document.text = text
            self._count(result)

    def _count(self, result: Result) -> None:
        tally = Tally()
        tally.add(result)
        self.stat_update("documents")
        for name in ("changed", "failed", "over_budget"):
            if getattr(tally, name):
                self.stat_update(name)
        self.stat_update("characters_removed", value=tally.chars_in - tally.chars_out)
        for rule, hits in tally.hits.items():
            self.stat_update(f"rule.{rule}", value=hits)
