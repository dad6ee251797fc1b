"""Writes the reference values anew: one JSON file a graph in graphs/, and those of affiliations and
of clusters beside this file.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python generate.py

Every value that igraph and NetworkX both define alike is computed by both and must agree within 1e-9. With the same
versions the files come out the same, but for the last digits of values that come of linear algebra.
"""

import json
import sys
import warnings
from pathlib import Path

import values
import whole
from clusters import clusters
from graphs import classic, generated
from twomode import projections

FOLDER = Path(__file__).resolve().parent


def write(name, content):
    """One line a value, so that a difference can be read."""
    head = {key: it for key, it in content.items() if key != "values"}
    text = json.dumps(head, separators=(",", ":"), allow_nan=False)
    if "values" in content:
        lines = ",\n".join(json.dumps(line, separators=(",", ":"), allow_nan=False) for line in content["values"])
        text = f'{text[:-1]},"values":[\n{lines}\n]}}'
    (FOLDER / f"{name}.json").write_text(text + "\n")


def main():
    # igraph and numpy warn of what is not a number, which is written as null.
    warnings.simplefilter("ignore")
    for case in classic() + generated():
        it = values.Values(case)
        for part in (values.paths, values.local, values.spectral, values.links, whole.components, whole.assortativity,
                     whole.groups, whole.cuts, whole.brokerage, whole.back_test):
            part(it)
        ties = [[a, b, weight] if case.weighted else [a, b] for a, b, weight in case.ties]
        write(f"graphs/{case.name}", {"name": case.name, "about": case.about, "nodes": case.nodes, "ties": ties,
                          "groups": case.groups, "values": it.lines})
        print(case.name, case.nodes, len(it.pairs), len(it.lines), file=sys.stderr)
    write("affiliations", projections())
    write("clusters", {"name": "clusters", "graphs": clusters()})


if __name__ == "__main__":
    main()
