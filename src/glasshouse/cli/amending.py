"""The amendments that ship come in, a listing goes out: `amendments`; and what `--with` names."""

from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasshouse.law.amendments import Amendment

WithOption = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="AMENDMENT",
        help="An amendment of the law, by id or path; several, with commas or one by one, make one stack.",
    ),
]


def amendments(form: FormOption = Form.TEXT) -> None:
    """List the amendments that ship with Glasshouse: safeguards, and harms to study."""
    with mistakes_shown(form):
        from glasshouse.law.amendments import list_amendments, load_amendment

        found = [load_amendment(path) for path in list_amendments()]
        found.sort(key=lambda amendment: (amendment.kind != "safeguard", amendment.id))
    answer(
        form,
        {"amendments": [_row(amendment) for amendment in found]},
        (line for amendment in found for line in _lines(amendment)),
    )


def stacked(named: "Sequence[str] | None") -> list[str]:
    """Return the amendments that `--with` names, each option perhaps several."""
    return [name for each in named or () for name in (part.strip() for part in each.split(",")) if name]


def _row(amendment: "Amendment") -> dict[str, object]:
    return {
        "id": amendment.id,
        "title": amendment.title,
        "about": amendment.about.strip(),
        "kind": amendment.kind,
        "for": list(amendment.for_laws),
    }


def _lines(amendment: "Amendment") -> list[str]:
    laws = f"; for {', '.join(amendment.for_laws)}" if amendment.for_laws else ""
    return [
        amendment.id,
        *wrapped(f"{amendment.title} ({amendment.kind}{laws})"),
        *wrapped(amendment.about, "    "),
    ]
