"""A run folder comes in, the pictures of lists go out: who is on them, and who comes and goes."""

from glasshouse.law.schema import LISTED, UNLISTED
from glasshouse.reports import charts, palette, tallies, wording
from glasshouse.reports.picture import DataTable, Picture
from glasshouse.reports.runfolder import OFFICIAL, TRUTHFUL, RunFolder


def listed_by_month(run: RunFolder, instrument: str = "") -> Picture:
    """Draw how many adults are on a list, official and truthful."""
    name = instrument or run.first
    n = tallies.by_month(run, name)
    months = range(run.last_month + 1)
    days = [run.published_on(month, name) for month in months]
    counted = [[n.get((file, month, LISTED), 0) for file in (OFFICIAL, TRUTHFUL)] for month in months]
    rows: list[charts.Row] = [
        {
            "on": on.isoformat(), "when": wording.date(on), OFFICIAL: official, TRUTHFUL: truthful,
            "o": wording.count(official), "t": wording.count(truthful),
        }
        for on, (official, truthful) in zip(days, counted, strict=True)
    ]  # fmt: skip
    title, last = run.regime.instruments[name].title, wording.count(counted[-1][0])
    return Picture(
        id=f"listed-{name}",
        title=f"On the list, month by month: {title}",
        caption="The coloured area is the official file; the dashed line is the truthful one, on which the "
        "same detected acts are booked once, on their day and for their doer. At the end "
        f"{last} adults are on the list.",
        alt=f"One area and one line: adults on the list, month by month; {last} at the end.",
        unit="adults on the list",
        period=f"the end of each month, {run.period}",
        file="official and truthful",
        panels=[charts.two_files_in_time("", rows, palette.BELOW[1], height=230)],
        table=DataTable(
            ("at the end of", "official", "truthful"),
            [
                (wording.short_date(on), *map(wording.count, both))
                for on, both in zip(days, counted, strict=True)
            ],
        ),
        key={"official": palette.BELOW[1], "truthful (dashed)": palette.INK},
    )


def on_and_off_by_year(run: RunFolder) -> Picture:
    """Draw who came onto the first list and who came off it, year by year."""
    moved = tallies.moves_by_year(run)
    years = [str(run.year + year) for year in range(run.manifest.years)]
    rows: list[charts.Row] = []
    table: list[tuple[str, ...]] = []
    for year, name in enumerate(years):
        on_n, off_n = moved.get((year, UNLISTED, LISTED), 0), moved.get((year, LISTED, UNLISTED), 0)
        for n, kind in ((off_n, "came off"), (-on_n, "came on")):
            rows.append({"name": name, "n": n, "kind": kind, "shown": wording.count(abs(n))})
        table.append((name, wording.count(on_n), wording.count(off_n)))
    colours = {"came off": palette.MERIT, "came on": palette.DEDUCTION}
    return Picture(
        id="on-and-off",
        title="Who comes onto the list, and who comes off it",
        caption="Counted from the end of one month to the end of the next: whoever came and went in between "
        "is not seen here. Those on the list at the first count came on before it.",
        alt="Bars to both sides of zero for each year: adults who came onto the list left, off it right.",
        unit="adults, from month to month",
        period=run.period,
        file=OFFICIAL,
        panels=[charts.named_bars("", [row for row in rows if row["n"]], years, colours)],
        table=DataTable(("year", "came on", "came off"), table),
        key=colours,
    )
