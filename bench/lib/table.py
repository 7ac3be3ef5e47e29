"""Rounds become lines, lines become the one table."""

import statistics
from dataclasses import dataclass, field


@dataclass
class Sample:
    """One contender in one round: the figure of the row, and for information what it did and how busy it was."""

    value: float
    note: str = ""


@dataclass
class Target:
    """What usher must reach on a row: `bound` is a floor or a ceiling of the figure itself or of a comparison.

    against: a contender's name, or None for usher's figure itself.
    floor: True when the ratio (their cost ÷ usher's) must be at least `bound`; False when usher's figure, or its ratio
    to theirs, must be at most `bound`.
    """

    bound: float
    against: str | None = None
    floor: bool = False

    def verdict(self, medians, unit):
        mine = medians["usher"]
        if self.against is None:
            return f"at most {self.bound:g} {unit}: {met(mine <= self.bound)}"
        if self.against not in medians:
            return f"{self.against} was not measured"
        theirs = medians[self.against]
        ratio = (theirs / mine if self.floor else mine / theirs) if mine and theirs else 0
        word = "at least" if self.floor else "at most"
        good = ratio >= self.bound if self.floor else ratio <= self.bound
        return f"{word} {self.bound:g}x {self.against}: {ratio:.2f}x {met(good)}"


def met(good):
    return "met" if good else "MISSED"


@dataclass
class Result:
    """All rounds of one row."""

    title: str
    unit: str
    baseline: str | None                         # the contender whose figure the ratio column divides by
    targets: list = field(default_factory=list)
    samples: dict = field(default_factory=dict)  # contender's name: [Sample]

    def lines(self):
        medians = {name: statistics.median(s.value for s in samples) for name, samples in self.samples.items()}
        for name, samples in self.samples.items():
            values = [sample.value for sample in samples]
            ratio = ""
            if medians.get(self.baseline):
                ratio = f"{medians[name] / medians[self.baseline]:.2f}"
            judged = "; ".join(t.verdict(medians, self.unit) for t in self.targets) if name == "usher" else ""
            yield [self.title, name, number(medians[name]), self.unit, f"{number(min(values))}–{number(max(values))}",
                   f"{ratio} of {self.baseline}" if ratio else "", middle(samples).note, judged]


def middle(samples):
    """The sample whose figure is the (lower) median."""
    return sorted(samples, key=lambda sample: sample.value)[(len(samples) - 1) // 2]


def number(value):
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


HEADER = ["row", "server", "median", "unit", "min–max", "ratio", "in the median round", "target"]


def markdown(results):
    """One table. A row's name is printed on its first line only."""
    lines = [HEADER]
    for result in results:
        title = None
        for line in result.lines():
            lines.append(["" if line[0] == title else line[0], *line[1:]])
            title = line[0]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADER))]
    rows = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines]
    rows.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(rows)
