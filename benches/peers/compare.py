"""Runs ours and its peers alternately, each in a process of its own, and writes the table of medians."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from peers import PEERS, spread

HERE = Path(__file__).resolve().parent

# The measures in the order of the table: what is compared, and the options of ours.
MEASURES = {
    "TIE_NEWMAN": "Projection from the attendance file",
    "LEIDEN_CLUSTERS": "Leiden, modularity, until stable",
    "BETWEENNESS": "Betweenness, exact",
    "BETWEENNESS_SAMPLED": "Betweenness, sampled",
    "HARMONIC_CLOSENESS": "Harmonic closeness",
    "MEAN_DISTANCE": "Mean distance, exact",
    "DIAMETER": "Diameter, exact",
    "CONSTRAINT": "Burt's constraint",
    "ADAMIC_ADAR": "Adamic-Adar, best 100 pairs",
    "PAGERANK": "PageRank",
    "EIGENVECTOR": "Eigenvector centrality",
    "CORE_NUMBER": "Core numbers",
    "TRANSITIVITY": "Transitivity",
    "LOCAL_CLUSTERING": "Local clustering",
    "COMPONENTS": "Components",
    "ARTICULATION_POINTS": "Articulation points",
    "BRIDGES": "Bridges",
    "DEGREE_ASSORTATIVITY": "Degree assortativity",
}
# Of these the greatest value is shown, of other measures of institutions the sum.
GREATEST = {"PAGERANK", "CORE_NUMBER"}
# After a run as long as this there is no second one.
LONG = 30.0


def prepare(files):
    """The ties as arrays, nodes numbered in the order of their names as ours are."""
    path = Path(f"{files}.npz")
    if path.exists():
        return path
    import polars
    table = polars.read_csv(f"{files}.tsv", separator="\t", has_header=False, new_columns=["a", "b", "weight"])
    names = polars.concat([table["a"], table["b"]]).unique().sort()
    number = polars.Enum(names)
    a, b = (table[end].cast(number).to_physical().to_numpy().astype(np.int64) for end in "ab")
    np.savez(path, nodes=len(names), a=a, b=b)
    return path


def peak_memory(process):
    """The peak of a running process's resident memory in bytes, 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) * 1024 if lines else 0


def measured(command, seconds):
    """Runs a command: what it printed and its peak memory in bytes. None when it took too long."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=output, stderr=errors)
        end = time.monotonic() + seconds
        peak = 0
        # What the kernel reports at the end of a process counts its parent's memory too, from before it became its own.
        while child.poll() is None:
            peak = max(peak, peak_memory(child.pid))
            if time.monotonic() > end:
                child.kill()
                child.wait()
                return None
            time.sleep(0.005)
        output.seek(0)
        errors.seek(0)
        if child.returncode != 0:
            sys.exit(f"{command} failed:\n{errors.read().decode()[-2000:]}")
        return output.read().decode(), peak


class Comparison:
    def __init__(self, arguments, graph):
        self.arguments, self.graph = arguments, graph
        self.nodes = int(np.load(graph)["nodes"])
        self.values = Path(f"{arguments.files}.betweenness.npy")

    def ours(self, measure):
        arguments = self.arguments
        if measure == "TIE_NEWMAN":
            # The number of ties, which takes no time, of the projection.
            command = [arguments.binary, "analyze", "--affiliations", f"{arguments.files}.csv", "--measure", "TIES"]
        else:
            command = [arguments.binary, "analyze", "--edges", f"{arguments.files}.tsv", "--measure", measure,
                       "--weights", "none"]
        command.append("--json")
        if measure == "BETWEENNESS_SAMPLED":
            command += ["--samples", str(arguments.sources)]
        found = measured(command, arguments.timeout)
        if found is None and measure == "BETWEENNESS":
            # As its peers: some sources, scaled.
            run = self.ours("BETWEENNESS_SAMPLED")
            nodes = self.nodes
            return run and {"seconds": run["seconds"] * nodes / arguments.sources, "memory": run["memory"],
                            "scaled": f"timed on {arguments.sources:,} of {nodes:,} sources"}
        if found is None:
            return None
        text, memory = found
        return {**read(json.loads(text), measure, self.values), "memory": memory}

    def peer(self, peer, measure):
        arguments = self.arguments
        command = [sys.executable, str(HERE / "peers.py"), peer, measure, "--affiliations", f"{arguments.files}.csv",
                   "--graph", str(self.graph), "--sources", str(arguments.sources), "--values", str(self.values)]
        found = measured(command, arguments.timeout)
        if found is None:
            return None
        text, memory = found
        return {**json.loads(text), "memory": memory}

    def measure(self, measure, peers):
        """The runs of ours and of each peer, in turn."""
        runs = {name: [] for name in ["ours", *peers]}
        done = set()
        for _ in range(self.arguments.repeats):
            for name in runs:
                if name in done:
                    continue
                start = time.monotonic()
                run = self.ours(measure) if name == "ours" else self.peer(name, measure)
                took = time.monotonic() - start
                print(f"{measure} {name} {took:.1f} s", file=sys.stderr, flush=True)
                if run is None or took > LONG:
                    done.add(name)
                runs[name].append(run)
        return runs


def read(answer, measure, values):
    """Seconds and value of what `splot analyze --json` printed; exact betweenness is kept, and sampled compared with it."""
    phases = {phase["name"]: phase["seconds"] for phase in answer["phases"]}
    found = answer["measures"][0]
    if measure == "TIE_NEWMAN":
        seconds = sum(phases.get(name, 0.0) for name in ("read", "parse", "project"))
        return {"seconds": seconds, "ties": answer["checks"]["ties"], "weight": answer["checks"]["totalWeight"]}
    more = {}
    if "quality" in found:
        more = {"modularity": found["quality"], "clusters": found["clusters"]}
    elif "value" in found:
        more = {"value": found["value"]}
    elif measure in ("ARTICULATION_POINTS", "BRIDGES"):
        more = {"value": len(found.get("institutions") or found.get("pairs") or [])}
    elif "pairs" in found:
        more = {"value": found["pairs"][0]["value"]} if found["pairs"] else {}
    elif measure.startswith("BETWEENNESS"):
        numbers = np.array([row["value"] for row in found["institutions"]])
        if measure == "BETWEENNESS":
            np.save(values, numbers)
        else:
            more = spread(numbers, values)
    else:
        numbers = [row["value"] for row in found["institutions"] if row["value"] is not None]
        more = {"value": float(max(numbers) if measure in GREATEST else sum(numbers))}
    return {"seconds": phases[measure], **more}


def row(title, name, runs, ours):
    """One line of the table."""
    if None in runs:
        return f"| {title} | {name} | no end in time | | | | |"
    times = [run["seconds"] for run in runs]
    median = statistics.median(times)
    ratio = f"{median / ours:.1f}" if name != "ours" else ""
    memory = statistics.median(run["memory"] for run in runs) / 2 ** 20
    # A process may end before its memory is looked at.
    memory_text = f"{memory:.0f}" if memory else ""
    about = [f"{key} {run_value(runs[-1][key])}" for key in
             ("value", "modularity", "clusters", "ties", "weight", "error", "scaled", "note") if key in runs[-1]]
    return (f"| {title} | {name} | {median:.4g} | {min(times):.4g} | {ratio} | {memory_text} | "
            f"{'; '.join(about).replace('scaled ', '').replace('note ', '')} |")


def run_value(value):
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def table(results, arguments):
    lines = [
        f"# Size {arguments.size}: {arguments.about}",
        "",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}. Medians over at most "
        f"{arguments.repeats} runs, a process each, ours and its peers in turn. Seconds are those of the measure alone, but "
        "for the projection, which is from the file to the matrix. The ratio is the peer's median over ours. Memory is the "
        "peak of the whole process. Ties count 1 each.",
        "",
        "| Measure | By | Median s | Least s | Ratio | Peak MiB | |",
        "|---|---|--:|--:|--:|--:|---|",
    ]
    for measure, runs in results.items():
        first = runs["ours"]
        ours = statistics.median(run["seconds"] for run in first) if None not in first else float("nan")
        lines += [row(MEASURES[measure] if name == "ours" else "", name, of, ours) for name, of in runs.items()]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", required=True)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--files", required=True)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sources", type=int, default=256)
    parser.add_argument("--timeout", type=float, default=240)
    parser.add_argument("--measures", default=",".join(MEASURES))
    parser.add_argument("--output", default=str(HERE / "results.md"))
    arguments = parser.parse_args()
    unknown = [it for it in arguments.measures.split(",") if it not in PEERS]
    if unknown:
        parser.error(f"no peer for {', '.join(unknown)}; there are {', '.join(PEERS)}")
    graph = prepare(arguments.files)
    arrays = np.load(graph)
    arguments.about = f"{int(arrays['nodes']):,} institutions with ties, {len(arrays['a']):,} ties"
    comparison = Comparison(arguments, graph)
    results = {}
    for measure in arguments.measures.split(","):
        results[measure] = comparison.measure(measure, PEERS[measure])
        Path(arguments.output).write_text(table(results, arguments))
    print(Path(arguments.output).read_text())


if __name__ == "__main__":
    main()
