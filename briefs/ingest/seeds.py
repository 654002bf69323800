"""Seed briefs: TOML files in our own words that point into their originals; see seeds/README.md."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from briefs.errors import InputError
from briefs.model import (
    Article,
    Body,
    BriefContent,
    Citation,
    Deadline,
    Directive,
    DocumentRef,
    DocumentRole,
    Figure,
    Point,
)
from briefs.registry import Kind, Registry

# A brief is read on a phone: a point fits three lines, an action four.
_MOST_IN_POINT = 220
_MOST_IN_ACTION = 260

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Paragraphs = Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Cited(_Row):
    paragraphs: _Paragraphs

    def citations(self) -> tuple[Citation, ...]:
        return tuple(Citation(paragraph) for paragraph in self.paragraphs)


class _Body(_Row):
    name: _Text
    key: _Text | None = None

    def build(self) -> Body:
        return Body(self.name, self.key)


class _Point(_Cited):
    text: Annotated[_Text, Field(max_length=_MOST_IN_POINT)]

    def build(self) -> Point:
        return Point(self.text, self.citations())


class _Figure(_Cited):
    label: _Text
    value: _Text

    def build(self) -> Figure:
        return Figure(self.label, self.value, self.citations())


class _Document(_Cited):
    number: _Text
    kind: _Text | None = None
    issuer: _Text | None = None
    date: dt.date | None = None
    role: DocumentRole

    def build(self) -> DocumentRef:
        return DocumentRef(self.number, self.kind, self.issuer, self.date, self.role, self.citations())


class _Directive(_Cited):
    action: Annotated[_Text, Field(max_length=_MOST_IN_ACTION)]
    issuer: _Body | None = None
    lead: _Body | None = None
    partners: tuple[_Body, ...] = ()
    addressees: tuple[_Body, ...] = ()
    overseers: tuple[_Body, ...] = ()
    deadline: _Text | None = None
    due: dt.date | None = None
    basis: tuple[_Text, ...] = ()

    def bodies(self) -> Iterator[_Body]:
        yield from filter(None, (self.issuer, self.lead))
        yield from (*self.partners, *self.addressees, *self.overseers)

    def build(self) -> Directive:
        return Directive(
            action=self.action,
            issuer=self.issuer.build() if self.issuer else None,
            lead=self.lead.build() if self.lead else None,
            partners=tuple(body.build() for body in self.partners),
            addressees=tuple(body.build() for body in self.addressees),
            overseers=tuple(body.build() for body in self.overseers),
            deadline=Deadline(self.deadline, self.due) if self.deadline else None,
            basis=self.basis,
            citations=self.citations(),
        )


class _Seed(_Row):
    external_id: _Text
    title: _Text
    title_is_ours: bool = False
    outlet: _Text | None = None
    author: _Text | None = None
    published: dt.date | None = None
    url: _Text | None = None
    agencies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    points: Annotated[tuple[_Point, ...], Field(min_length=1)]
    directives: tuple[_Directive, ...] = ()
    figures: tuple[_Figure, ...] = ()
    documents: tuple[_Document, ...] = ()

    def keys(self, kind: Kind, field: str) -> tuple[str, ...]:
        return tuple(f"{kind}:{slug}" for slug in getattr(self, field))

    def build(self) -> BriefContent:
        return BriefContent(
            title=self.title,
            article=Article(
                title=self.title,
                outlet=self.outlet,
                author=self.author,
                published=self.published,
                url=self.url,
                external_id=self.external_id,
            ),
            title_is_ours=self.title_is_ours,
            points=tuple(point.build() for point in self.points),
            directives=tuple(directive.build() for directive in self.directives),
            figures=tuple(figure.build() for figure in self.figures),
            documents=tuple(document.build() for document in self.documents),
            agencies=self.keys(Kind.AGENCY, "agencies"),
            places=self.keys(Kind.PLACE, "places"),
            topics=self.keys(Kind.TOPIC, "topics"),
        )


def packaged_seeds() -> list[Traversable]:
    """Return the seed files by name: those of the installed package, or of the checkout's `seeds` folder.

    Raises InputError where neither is there.
    """
    package = files("briefs")
    for folder in (package / "seeds", Path(str(package)).parent / "seeds"):
        if folder.is_dir():
            found = [path for path in folder.iterdir() if path.name.endswith(".toml")]
            return sorted(found, key=lambda path: path.name)
    raise InputError("The seed briefs are missing from this installation; install diemtin again.")


def read_seed(path: Traversable, registry: Registry) -> BriefContent:
    """Read one seed file.

    Raises InputError, naming the file and the field, where the file cannot be read, is not TOML, has unknown,
    missing or over-long fields, names a key the registry does not have, or rests on a document that it does
    not list.
    """
    try:
        seed = _Seed.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise _unusable(path, ".".join(map(str, first["loc"])), first["msg"]) from error
    except (OSError, ValueError) as error:
        # Broken UTF-8 and broken TOML are both ValueErrors.
        raise _unusable(path, "file", str(error)) from error
    _check_keys(seed, path, registry)
    _check_basis(seed, path)
    return seed.build()


def _check_keys(seed: _Seed, path: Traversable, registry: Registry) -> None:
    for kind, field in ((Kind.AGENCY, "agencies"), (Kind.PLACE, "places"), (Kind.TOPIC, "topics")):
        for key in seed.keys(kind, field):
            if registry.get(key) is None:
                raise _unusable(path, field, f"the registry has no {key}")
    for n, directive in enumerate(seed.directives):
        for body in directive.bodies():
            if body.key is not None and registry.get(body.key) is None:
                raise _unusable(path, f"directives.{n}", f"the registry has no {body.key}")


def _check_basis(seed: _Seed, path: Traversable) -> None:
    numbers = {document.number for document in seed.documents}
    for n, directive in enumerate(seed.directives):
        for number in directive.basis:
            if number not in numbers:
                raise _unusable(path, f"directives.{n}.basis", f"{number} is not among the documents")
        if directive.due and not directive.deadline:
            raise _unusable(path, f"directives.{n}.due", "a date needs the source's words in `deadline`")


def _unusable(path: Traversable, field: str, reason: str) -> InputError:
    return InputError(f"{path.name}: {field}: {reason}")
