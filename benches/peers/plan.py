"""The same meeting plans by HiGHS (scipy.optimize.milp), beside ours: weight, bound, gap, time of each.

    plan.py --binary EXAMPLE [--seconds S] [--names NAME,...]

EXAMPLE is the built example `planted` of the crate `planning`. It writes its problems as JSON; the model here is written
anew from the problem's definition, host by host, without ours being looked at. Both get the same deadline.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array


class Rows:
    """Rows of a sparse matrix with an upper bound each."""

    def __init__(self):
        self.i, self.j, self.v, self.upper = [], [], [], []

    def add(self, entries, upper):
        row = len(self.upper)
        for column, value in entries:
            self.i.append(row)
            self.j.append(column)
            self.v.append(value)
        self.upper.append(upper)

    def constraint(self, columns):
        matrix = coo_array((self.v, (self.i, self.j)), shape=(len(self.upper), columns)).tocsr()
        return LinearConstraint(matrix, -np.inf, np.array(self.upper, dtype=float))


def model(problem):
    hosts, seats = problem["hosts"], problem["seats"]
    costs = {(host, party): cost for host, party, cost in problem.get("costs", [])}
    count = len(hosts)
    held = list(range(count))
    guest, at_host = {}, [[] for _ in hosts]
    present = [[] for _ in range(problem["parties"])]
    for index, (party, _) in enumerate(hosts):
        present[party].append(index)
    useful = {party for target in problem["targets"] for party in target}
    by_place = {}
    for index, (_, place) in enumerate(hosts):
        by_place.setdefault(place, []).append(index)
    columns = count
    for party in sorted(useful):
        for place in set(problem["places"][party]):
            for index in by_place.get(place, []):
                if hosts[index][0] == party or (costs and (index, party) not in costs):
                    continue
                guest[index, party] = columns
                at_host[index].append(columns)
                present[party].append(columns)
                columns += 1
    rows = Rows()
    rows.add([(it, 1) for it in held], problem["meetings"])
    for index in held:
        rows.add([(it, 1) for it in at_host[index]] + [(index, -(seats - 1))], 0)
    for (index, _), column in guest.items():
        rows.add([(column, 1), (index, -1)], 0)
    for its in present:
        if len(its) > 1:
            rows.add([(it, 1) for it in its], 1)
    for a, b in problem["apart"]:
        for index, (party, _) in enumerate(hosts):
            here = lambda it: [index] if party == it else [guest[index, it]] if (index, it) in guest else []
            if here(a) and here(b) and here(a) != here(b):
                rows.add([(it, 1) for it in here(a) + here(b)] + [(index, -1)] if index not in here(a) + here(b)
                         else [(it, 1) for it in here(a) + here(b)], 0 if index not in here(a) + here(b) else 1)
    if costs:
        rows.add([(column, costs[key]) for key, column in guest.items()], problem["total"])
    worth = np.zeros(columns + len(problem["targets"]))
    for target, weight in zip(problem["targets"], problem["weights"]):
        rows.add([(columns, 1)] + [(it, -1) for party in set(target) for it in present[party]], 0)
        worth[columns] = -weight
        columns += 1
    return worth, rows.constraint(columns)


def solve(problem, seconds):
    start = time.perf_counter()
    worth, constraint = model(problem)
    built = time.perf_counter() - start
    start = time.perf_counter()
    found = milp(worth, constraints=constraint, integrality=np.ones(len(worth)), bounds=Bounds(0, 1),
                 options={"time_limit": seconds})
    took = time.perf_counter() - start
    weight = -found.fun if found.x is not None else float("nan")
    bound = -found.mip_dual_bound if found.mip_dual_bound is not None else float("nan")
    return weight, bound, took, built


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--names")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [arguments.binary, "--instances", folder]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        print("| problem | ours: weight | bound | gap | s | HiGHS: weight | bound | gap | s | time ratio |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        header = lines[0].split("\t")
        for line in lines[1:]:
            ours = dict(zip(header, line.split("\t")))
            if arguments.names and ours["name"] not in arguments.names.split(","):
                continue
            problem = json.loads((pathlib.Path(folder) / f"{ours['name']}.json").read_text())
            weight, bound, took, _ = solve(problem, arguments.seconds)
            gap = (bound - weight) / bound if bound else 0
            ratio = float(ours["seconds"]) / took
            print(f"| {ours['name']} | {ours['weight']} | {ours['bound']} | {ours['gap']} | {ours['seconds']} "
                  f"| {weight:.0f} | {bound:.1f} | {gap:.4f} | {took:.3f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
