"""``make bench``: every case beside the bare version in one run, with the statements of each page."""

import argparse

from benchmarks.nominations import measure_gates
from benchmarks.pages import line, measure_pages
from benchmarks.roster import measure_roster


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deeds", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=40)
    choices = parser.parse_args()
    print(f"{choices.deeds:,} deeds, {choices.rounds} rounds of {choices.repeats}; ratios are the result, milliseconds for scale")
    print(f"{'case':<22}{'product':>10}{'bare':>10}{'ratio':>9}  {'(rounds)':<12}{'statements':>10}")
    for case in measure_pages(choices.deeds, choices.rounds, choices.repeats):
        print(line(case))
    print(line(measure_roster(10_000, 3)))
    measure_gates()


if __name__ == "__main__":
    main()
