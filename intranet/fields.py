"""Model fields that every section shares."""

from typing import Any

from django.db import models

from intranet.catalan import fold, sort_key


class DerivedTextField(models.TextField[str, str]):
    """Text computed from other fields of the row on every save, `bulk_create` included; never edited by hand."""

    def __init__(self, *, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs.update(editable=False, default="", blank=True)
        super().__init__(**kwargs)
        self.sources = sources

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("editable", "default", "blank"):
            kwargs.pop(given, None)
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 - Django's own signature
        value = self.derive(*(str(getattr(model_instance, source) or "") for source in self.sources))
        setattr(model_instance, self.attname, value)
        return value

    def derive(self, *texts: str) -> str:
        raise NotImplementedError

    def db_parameters(self, connection: Any) -> Any:
        """Compare by code point on both databases: SQLite does so by itself, PostgreSQL with the collation "C"."""
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters


class SortKeyField(DerivedTextField):
    """The natural Catalan order of `sources`, the first before the others (see `intranet.catalan.sort_key`)."""

    def __init__(self, *, article_last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.article_last = article_last

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "article_last": self.article_last}

    def derive(self, *texts: str) -> str:
        return sort_key(*texts, article_last=self.article_last)


class FoldedField(DerivedTextField):
    """The words of `sources` without accents and case, for searching as people type."""

    def derive(self, *texts: str) -> str:
        return fold(" ".join(texts))
