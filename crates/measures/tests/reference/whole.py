"""The reference values of whole networks, groups, cuts and brokerage."""

import itertools
import random

import networkx as nx
import numpy as np
import scipy.stats

from agreement import plain

ROLES = ("COORDINATOR", "ITINERANT_BROKER", "REPRESENTATIVE", "GATEKEEPER", "LIAISON")


def components(it):
    of = [0] * it.n
    for number, nodes in enumerate(sorted(it.components, key=min)):
        for node in nodes:
            of[node] = number
    it.add("COMPONENTS", {
        "networkx": sorted(map(len, it.components), reverse=True),
        "igraph": sorted(it.igraph.connected_components().sizes(), reverse=True) if it.n else [],
    })
    it.add("COMPONENT_OF", {"networkx": of, "igraph": it.igraph.connected_components().membership if it.n else []})
    it.add("ISOLATES", {"networkx": nx.number_of_isolates(it.graph), "igraph": it.igraph.degree().count(0)})
    if it.n > 1:
        it.add("DENSITY", {"networkx": nx.density(it.graph), "igraph": it.igraph.density()})
    if it.n > 2:
        degrees = [degree for _, degree in it.graph.degree()]
        total = sum(max(degrees) - degree for degree in degrees) / ((it.n - 1) * (it.n - 2))
        it.add("DEGREE_CENTRALIZATION", {"formula": total})


def assortativity(it):
    if not it.pairs:
        return
    groups = it.case.groups
    nx.set_node_attributes(it.graph, dict(enumerate(groups)), "group")
    if len(set(dict(it.graph.degree()).values()) - {0}) > 1:
        it.add("DEGREE_ASSORTATIVITY", {
            "networkx": nx.degree_assortativity_coefficient(it.graph),
            "igraph": it.igraph.assortativity_degree(directed=False),
        })
    touched = {groups[node] for pair in it.pairs for node in pair}
    if len(touched) > 1:
        it.add("ATTRIBUTE_ASSORTATIVITY", {
            "networkx": nx.attribute_assortativity_coefficient(it.graph, "group"),
            "igraph": it.igraph.assortativity_nominal(groups, directed=False),
        }, groups=groups)
        numbers = [float((7 * node) % 11) for node in range(it.n)]
        nx.set_node_attributes(it.graph, dict(enumerate(numbers)), "number")
        it.add("NUMERIC_ASSORTATIVITY", {
            "networkx": nx.numeric_assortativity_coefficient(it.graph, "number"),
            "igraph": it.igraph.assortativity(numbers, directed=False),
        }, numbers=numbers)
        partly = [None if node % 5 == 0 else group for node, group in enumerate(groups)]
        known = it.graph.subgraph(node for node in it.graph if partly[node] is not None)
        if len({groups[node] for tie in known.edges() for node in tie}) > 1:
            it.add("ATTRIBUTE_ASSORTATIVITY", {
                "networkx": nx.attribute_assortativity_coefficient(nx.Graph(known), "group"),
            }, groups=partly)
    external = sum(groups[a] != groups[b] for a, b in it.pairs)
    internal = len(it.pairs) - external
    it.add("EI_INDEX", {
        "formula": [(external - internal) / len(it.pairs), internal, external],
        "numpy": ei_index(it.matrix["NONE"], groups),
    }, groups=groups)


def ei_index(matrix, groups):
    same = np.equal.outer(groups, groups)
    internal, external = (matrix * same).sum() / 2, (matrix * ~same).sum() / 2
    return [(external - internal) / (external + internal), internal, external]


def groups(it):
    if not it.pairs:
        return
    of = it.case.groups
    sets = [{node for node in range(it.n) if of[node] == group} for group in sorted(set(of))]
    for semantics in it.strengths():
        weight = None if semantics == "NONE" else "weight"
        for resolution in (1.0, 0.5):
            it.add("MODULARITY", {
                "networkx": nx.community.modularity(it.graph, sets, weight=weight, resolution=resolution),
                "igraph": it.igraph.modularity(of, weights=it.weights(semantics), resolution=resolution),
            }, semantics=semantics, groups=of, resolution=resolution)
        matrix = it.matrix[semantics]
        to = np.stack([matrix[:, of_group].sum(axis=1) for of_group in map(list, sets)], axis=1)
        total = matrix.sum(axis=1)
        it.add("PARTICIPATION_COEFFICIENT", {
            "numpy": [1 - ((to[i] / total[i]) ** 2).sum() if total[i] else None for i in range(it.n)],
            "formula": [1 - sum((sum(matrix[i, j] for j in group) / total[i]) ** 2 for group in sets) if total[i] else None
                        for i in range(it.n)],
        }, semantics=semantics, groups=of)
    if len(sets) > 1 and it.n > 4:
        def conductance(group):
            volume = sum(d for node, d in it.graph.degree() if node in group)
            return nx.conductance(it.graph, group) if 0 < volume < 2 * len(it.pairs) else None
        it.add("CONDUCTANCE", {"networkx": [conductance(group) for group in sets]}, groups=of)
        other = [(3 * node + 1) % 4 for node in range(it.n)]
        it.add("NORMALIZED_MUTUAL_INFORMATION", {"igraph": compare(of, other, "nmi")}, groups=of, other=other)
        it.add("ADJUSTED_RAND", {"igraph": compare(of, other, "adjusted_rand"), "formula": adjusted_rand(of, other)},
               groups=of, other=other)


def compare(one, other, method):
    import igraph
    return igraph.compare_communities(one, other, method=method)


def adjusted_rand(one, other):
    pairs = list(itertools.combinations(range(len(one)), 2))
    a, b = ([x[i] == x[j] for i, j in pairs] for x in (one, other))
    both, first, second = sum(map(lambda x, y: x and y, a, b)), sum(a), sum(b)
    expected = first * second / len(pairs)
    return (both - expected) / ((first + second) / 2 - expected)


def cuts(it):
    it.add("ARTICULATION_POINTS", {
        "networkx": sorted(nx.articulation_points(it.graph)),
        "igraph": sorted(it.igraph.articulation_points()),
    })
    it.add("BRIDGES", {
        "networkx": sorted(sorted(tie) for tie in nx.bridges(it.graph)),
        "igraph": sorted(sorted(it.igraph.es[tie].tuple) for tie in it.igraph.bridges()),
    })
    lost = []
    for node in range(it.n):
        before = len(nx.node_connected_component(it.graph, node)) - 1
        rest = it.graph.subgraph(set(it.graph) - {node})
        pieces = {frozenset(nx.node_connected_component(rest, other)) for other in it.graph[node]}
        lost.append(before * (before - 1) // 2 - sum(len(piece) * (len(piece) - 1) // 2 for piece in pieces))
    it.add("PAIRS_DISCONNECTED", {"networkx": lost})


def brokerage(it):
    """Gould & Fernandez 1989 by counting: ordered pairs (a, c) that are not tied and that the broker b is tied to both.
    Expectation and variance of a node under ties that are there with the probability of the density, independently in
    both directions, by going through all pairs of brokered pairs."""
    if it.n < 4 or not it.pairs:
        return
    of, tied = it.case.groups, it.matrix["NONE"] > 0
    density = 2 * len(it.pairs) / (it.n * (it.n - 1))
    raw = []
    for b in range(it.n):
        counts = dict.fromkeys(ROLES, 0)
        for a, c in itertools.permutations(it.graph[b], 2):
            if not tied[a, c]:
                counts[role(of[a], of[b], of[c])] += 1
        raw.append([counts[name] for name in ROLES])
    it.add("BROKERAGE", {"brute force": raw}, groups=of)
    moments = {group: moments_of(of, of.index(group), density) for group in sorted(set(of))}
    it.add("BROKERAGE_EXPECTED", {"brute force": [moments[of[node]][0] for node in range(it.n)]}, groups=of)
    score = [[(value - mean) / variance ** 0.5 if variance > 1e-12 else None
              for value, mean, variance in zip(raw[node], *moments[of[node]])] for node in range(it.n)]
    it.add("BROKERAGE_Z", {"brute force": score}, groups=of)


def role(a, b, c):
    if a == c:
        return "COORDINATOR" if a == b else "ITINERANT_BROKER"
    return "REPRESENTATIVE" if a == b else "GATEKEEPER" if b == c else "LIAISON"


def moments_of(of, b, d):
    """Mean and variance of each role of the node b when every directed tie is there with probability d: two brokered
    pairs depend on each other only when they share a tie to or from the broker."""
    others = [node for node in range(len(of)) if node != b]
    mean, variance = dict.fromkeys(ROLES, 0.0), dict.fromkeys(ROLES, 0.0)
    chance = d * d * (1 - d)
    for a, c in itertools.permutations(others, 2):
        name = role(of[a], of[b], of[c])
        mean[name] += chance
        variance[name] += chance - chance ** 2
        shared = sum(1 for x in others if x not in (a, c) and role(of[a], of[b], of[x]) == name)
        shared += sum(1 for x in others if x not in (a, c) and role(of[x], of[b], of[c]) == name)
        variance[name] += shared * (d ** 3 * (1 - d) ** 2 - chance ** 2)
    return [mean[name] for name in ROLES], [variance[name] for name in ROLES]


def back_test(it):
    """Ties of a graph dealt into before and after at random; every pair untied before is ranked whose nodes had a tie."""
    if it.n < 20 or len(it.pairs) < 40:
        return
    draw = random.Random(it.case.name)
    hidden = sorted(draw.sample(it.pairs, len(it.pairs) // 5))
    before = nx.Graph(it.graph)
    before.remove_edges_from(hidden)
    active = [node for node in range(it.n) if before.degree(node)]
    untied = [(a, b) for a, b in itertools.combinations(active, 2) if not before.has_edge(a, b)]
    later = [pair in set(hidden) for pair in untied]
    # Scores of one division: equal ones are equal as floats too, as sums of different fractions may not be.
    methods = {"JACCARD": nx.jaccard_coefficient, "PREFERENTIAL_ATTACHMENT": nx.preferential_attachment}
    for method, function in methods.items():
        scores = [score for _, _, score in function(before, untied)]
        yes = np.array([s for s, is_later in zip(scores, later) if is_later])
        no = np.array([s for s, is_later in zip(scores, later) if not is_later])
        wins = (yes[:, None] > no[None, :]).sum() + 0.5 * (yes[:, None] == no[None, :]).sum()
        rank = scipy.stats.mannwhitneyu(yes, no).statistic
        it.add("BACK_TEST", {
            "numpy": [len(yes), len(no), wins / (len(yes) * len(no))],
            "scipy": [len(yes), len(no), rank / (len(yes) * len(no))],
        }, hidden=plain(hidden), method=method)
