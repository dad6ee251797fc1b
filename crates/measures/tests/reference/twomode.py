"""The reference values of projections and backbones of two-mode networks."""

import itertools

import networkx as nx
import numpy as np
import scipy.stats

from agreement import agreed, plain
from graphs import affiliations


def ties(matrix):
    return [[a, b, matrix[a][b]] for a, b in itertools.combinations(range(len(matrix)), 2) if matrix[a][b]]


def by_hand(institutions, occasions, pairs, size, weighting, base=None, largest=None, least=0.0, removed=()):
    """The projection by going through the occasions, in order."""
    matrix = np.zeros((institutions, institutions))
    for occasion in range(occasions):
        row = [i for i, o in pairs if o == occasion and i not in removed]
        if size[occasion] < 2 or (largest is not None and size[occasion] > largest):
            continue
        weight = 1.0 if weighting == "COUNT" else 1 / (size[occasion] - 1)
        weight *= base[occasion] if base else 1.0
        for a, b in itertools.permutations(row, 2):
            matrix[a, b] += weight
    matrix[matrix < least] = 0
    return matrix


def projections():
    institutions, occasions, pairs, declared = affiliations()
    graph = nx.Graph()
    graph.add_nodes_from(range(institutions))
    graph.add_nodes_from(("occasion", o) for o in range(occasions))
    graph.add_edges_from((i, ("occasion", o)) for i, o in pairs)
    one_mode = range(institutions)
    incidence = np.zeros((institutions, occasions))
    for i, o in pairs:
        incidence[i, o] = 1
    named = incidence.sum(axis=0).astype(int)
    sizes = [max(int(a), b) for a, b in zip(named, declared)]
    base = [[3.0, 2.0, 1.0, 0.5, 0.25][o % 5] for o in range(occasions)]
    lines = []

    def add(measure, sources, **parameters):
        expected, by = agreed(f"projection {measure} {parameters}", sources)
        lines.append({"measure": measure, **parameters, "expected": expected, "by": by})

    def networkx(projection):
        return ties(nx.to_numpy_array(projection, nodelist=list(one_mode)))

    shared = incidence @ incidence.T
    np.fill_diagonal(shared, 0)
    weights = np.diag(1 / np.maximum(1, named - 1))
    collaboration = incidence @ weights @ incidence.T
    np.fill_diagonal(collaboration, 0)
    add("TIE_COUNT", {
        "networkx": networkx(nx.bipartite.weighted_projected_graph(graph, one_mode)), "numpy": ties(shared),
    })
    add("TIE_NEWMAN", {
        "networkx": networkx(nx.bipartite.collaboration_weighted_projected_graph(graph, one_mode)),
        "numpy": ties(collaboration),
    })
    hand = lambda weighting, **rule: {"formula": ties(by_hand(institutions, occasions, pairs, sizes, weighting, **rule))}
    add("TIE_NEWMAN", hand("NEWMAN"), declared=declared)
    add("TIE_NEWMAN", hand("NEWMAN", largest=9), declared=declared, maxOccasionSize=9)
    add("TIE_NEWMAN", hand("NEWMAN", removed=(0, 1)), declared=declared, removed=[0, 1])
    add("TIE_NEWMAN", hand("NEWMAN", base=base, least=0.3), declared=declared, base=base, minWeight=0.3)
    add("TIE_COUNT", hand("COUNT", base=base), declared=declared, base=base)
    degrees = incidence.sum(axis=1).astype(int)
    add("BACKBONE_HYPERGEOMETRIC", {
        "scipy": [[a, b, scipy.stats.hypergeom.sf(shared[a, b] - 1, occasions, degrees[a], degrees[b])]
                  for a, b, _ in ties(shared)],
        "formula": [[a, b, tail(int(shared[a, b]), occasions, int(degrees[a]), int(degrees[b]))]
                    for a, b, _ in ties(shared)],
    })
    strength, degree = collaboration.sum(axis=1), (collaboration > 0).sum(axis=1)
    add("BACKBONE_DISPARITY", {
        "numpy": [[a, b, min((1 - w / strength[x]) ** (degree[x] - 1) if degree[x] > 1 else 1.0 for x in (a, b))]
                  for a, b, w in ties(collaboration)],
    })
    add("BACKBONE_SDSM", sdsm(incidence, ties(shared)))
    return {"name": "affiliations", "institutions": institutions, "occasions": occasions, "pairs": plain(pairs),
            "values": lines}


def tail(shared, occasions, a, b):
    """The chance of at least `shared` common occasions in exact integers."""
    from fractions import Fraction
    from math import comb
    ways = sum(comb(a, k) * comb(occasions - a, b - k) for k in range(shared, min(a, b) + 1))
    return Fraction(ways, comb(occasions, b))


def sdsm(incidence, tied):
    """The stochastic degree sequence model with the probabilities of the bipartite configuration model (Saracco et al.
    2015): fitted here by Newton's method on all multipliers, tails by going through the polynomial."""
    probabilities = configuration(incidence)
    values = []
    for a, b, count in tied:
        chances = np.array([1.0])
        for p in probabilities[a] * probabilities[b]:
            chances = np.convolve(chances, [1 - p, p])
        values.append([a, b, chances[int(count):].sum()])
    return {"numpy": values}


def configuration(incidence):
    """The probabilities x(i) y(o) / (1 + x(i) y(o)) with the row and column sums of the incidence matrix."""
    from scipy.optimize import root
    rows, columns = incidence.sum(axis=1), incidence.sum(axis=0)
    some = rows > 0
    target = np.concatenate([rows[some], columns])

    def sums(log):
        p = 1 / (1 + np.exp(-np.add.outer(log[:some.sum()], log[some.sum():])))
        return np.concatenate([p.sum(axis=1), p.sum(axis=0)]) - target

    # One multiplier is free: least squares takes the nearest.
    found = root(sums, np.concatenate([np.log(rows[some]), np.log(columns) - np.log(rows.sum())]), method="lm",
                 options={"xtol": 1e-15, "ftol": 1e-15})
    assert np.abs(sums(found.x)).max() < 1e-9
    p = np.zeros_like(incidence)
    p[some] = 1 / (1 + np.exp(-np.add.outer(found.x[:some.sum()], found.x[some.sum():])))
    return p
