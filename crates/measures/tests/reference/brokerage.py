"""Makes brokerage.json, the expected values of Gould-Fernandez brokerage.

    python3 brokerage.py > brokerage.json

Needs Python 3 and nothing else. Scores are counted triple by triple on the symmetric digraph; expected values and
variances are the sums over groups, pairs and triples of groups that R's sna::brokerage (2.8) defines, written out as loops.
Order of roles: w_I coordinator, w_O itinerant, b_IO representative, b_OI gatekeeper, b_O liaison, t total.
"""

import json
import math
import random


def scores(nodes, ties, groups):
    tied = {(a, b) for a, b in ties} | {(b, a) for a, b in ties}
    result = [[0] * 6 for _ in range(nodes)]
    for i in range(nodes):
        for j in range(nodes):
            for k in range(nodes):
                if len({i, j, k}) < 3 or (i, j) not in tied or (j, k) not in tied or (i, k) in tied:
                    continue
                if groups[i] == groups[j] == groups[k]:
                    role = 0
                elif groups[i] == groups[k]:
                    role = 1
                elif groups[i] == groups[j]:
                    role = 2
                elif groups[j] == groups[k]:
                    role = 3
                else:
                    role = 4
                result[j][role] += 1
                result[j][5] += 1
    return result


def choose_two(x):
    return x * (x - 1) / 2


def of_group(i, n, d):
    """Expected values and variances of a broker of group i."""
    total = sum(n)
    others = [n[j] for j in range(len(n)) if j != i]
    open_pair = d**2 * (1 - d)
    third = d**3 * (1 - d) ** 3
    pairs = [
        (n[i] - 1) * (n[i] - 2),
        sum(x * (x - 1) for x in others),
        (total - n[i]) * (n[i] - 1),
        (total - n[i]) * (n[i] - 1),
        sum(x * y for x in others for y in others) - sum(x * x for x in others),
        (total - 1) * (total - 2),
    ]
    across = 2 * ((n[i] - 1) * choose_two(total - n[i]) + (total - n[i]) * choose_two(n[i] - 1))
    related = [
        2 * (n[i] - 1) * (n[i] - 2) * (n[i] - 3),
        2 * sum(x * (x - 1) * (x - 2) for x in others),
        across,
        across,
        4 * sum(x * choose_two(total - x - n[i]) for x in others),
        2 * (total - 1) * (total - 2) * (total - 3),
    ]
    expected = [open_pair * x for x in pairs]
    return expected, [e * (1 - open_pair) + r * third for e, r in zip(expected, related)]


def of_network(n, d):
    """Expected values and variances of the sums over all nodes."""
    total = sum(n)
    count = range(len(n))
    open_pair = d**2 * (1 - d)
    third, fourth, fifth = d**3 * (1 - d) ** 3, d**4 * (1 - d) ** 2, d**5 * (1 - d)

    def within(x):
        return x * (x - 1) * (x - 2) * ((4 * x - 10) * third - 4 * (x - 3) * fourth + (x - 3) * fifth)

    across = sum(x * (total - x) * (x - 1) for x in n)
    pairs = [
        sum(x * (x - 1) * (x - 2) for x in n),
        across,
        across,
        across,
        sum(n[i] * n[j] * (total - n[i] - n[j]) for i in count for j in count if i != j),
        total * (total - 1) * (total - 2),
    ]
    itinerant = sum(
        n[i] * n[j] * (n[i] - 1) * ((2 * n[i] + 2 * n[j] - 6) * third + (total - n[i] - 1) * fifth)
        for i in count
        for j in count
        if i != j
    )
    representative = sum(x * (total - x) * (x - 1) * ((total - 3) * third + (x - 2) * fifth) for x in n)
    liaison = sum(
        n[i]
        * n[j]
        * n[k]
        * (
            (4 * (total - n[j]) - 2 * (n[i] + n[k] + 1)) * third
            - (4 * (total - n[k]) - 2 * (n[i] + n[j] + 1)) * fourth
            + (total - (n[i] + n[k] + 1)) * fifth
        )
        for i in count
        for j in count
        for k in count
        if len({i, j, k}) == 3
    )
    related = [sum(map(within, n)), itinerant, representative, representative, liaison, within(total)]
    expected = [open_pair * x for x in pairs]
    return expected, [e * (1 - open_pair) + r for e, r in zip(expected, related)]


def root(variance):
    return math.sqrt(variance) if variance >= 0 else None


def z(score, expected, deviation):
    return [(s - e) / d if d else None for s, e, d in zip(score, expected, deviation)]


def case(name, nodes, ties, groups):
    known = sorted(set(groups))
    n = [groups.count(it) for it in known]
    d = 2 * len(ties) / (nodes * (nodes - 1))
    by_node = []
    raw = scores(nodes, ties, groups)
    for node in range(nodes):
        expected, variance = of_group(known.index(groups[node]), n, d)
        deviation = [root(x) for x in variance]
        by_node.append(
            {"scores": raw[node], "expected": expected, "sd": deviation, "z": z(raw[node], expected, deviation)}
        )
    sums = [sum(row[role] for row in raw) for role in range(6)]
    expected, variance = of_network(n, d)
    deviation = [root(x) for x in variance]
    network = {"scores": sums, "expected": expected, "sd": deviation, "z": z(sums, expected, deviation)}
    return {"name": name, "nodes": nodes, "ties": ties, "groups": groups, "byNode": by_node, "network": network}


def drawn(seed, nodes, share, groups):
    draw = random.Random(seed)
    ties = [(a, b) for a in range(nodes) for b in range(a + 1, nodes) if draw.random() < share]
    return ties, [draw.randrange(groups) for _ in range(nodes)]


def main():
    star = [(0, 1), (0, 2), (0, 3), (0, 4)]
    path = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    cases = [
        case("star", 5, star, [1, 1, 1, 2, 3]),
        case("path and an isolate", 7, path, [7, 7, 9, 9, 9, 7, 4]),
        case("drawn, 16 nodes, 3 groups", 16, *drawn(1, 16, 0.25, 3)),
        case("drawn, 24 nodes, 5 groups", 24, *drawn(2, 24, 0.4, 5)),
        case("drawn, 20 nodes, 1 group", 20, *drawn(3, 20, 0.2, 1)),
    ]
    print("[")
    print(",\n".join(json.dumps(it) for it in cases))
    print("]")


main()
