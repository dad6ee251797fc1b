"""The reference values of one graph: each by igraph and NetworkX where both have the measure with one definition, else by
one of them and the formula in numpy, or by brute force."""

import itertools
from fractions import Fraction

import igraph
import networkx as nx
import numpy as np

from agreement import agreed

NAN = float("nan")
UNWEIGHTED = ("NONE",)
WEIGHTED = ("NONE", "STRENGTH", "DISTANCE")


class Values:
    """Collects the values of a case as lines of the file."""

    def __init__(self, case):
        self.case = case
        self.graph = case.simple()
        self.n = self.graph.number_of_nodes()
        self.pairs = sorted((min(a, b), max(a, b)) for a, b in self.graph.edges())
        self.igraph = igraph.Graph(self.n, self.pairs)
        self.matrix = {
            "NONE": self.adjacency(lambda data: 1.0),
            "STRENGTH": self.adjacency(lambda data: data["weight"]),
        }
        for _, _, data in self.graph.edges(data=True):
            data["one"] = 1
            data["NONE"], data["STRENGTH"], data["DISTANCE"] = Fraction(1), 1 / data["exact"], data["exact"]
        self.lines = []
        components = sorted(map(sorted, nx.connected_components(self.graph)), key=lambda it: (-len(it), it))
        self.components = components
        self.giant = self.graph.subgraph(components[0]) if components else self.graph

    def adjacency(self, weight):
        matrix = np.zeros((self.n, self.n))
        for a, b, data in self.graph.edges(data=True):
            matrix[a, b] = matrix[b, a] = weight(data)
        return matrix

    def add(self, measure, sources, **parameters):
        expected, by = agreed(f"{self.case.name} {measure} {parameters}", sources)
        self.lines.append({"measure": measure, **parameters, "expected": expected, "by": by})

    def semantics(self):
        return WEIGHTED if self.case.weighted else UNWEIGHTED

    def strengths(self):
        return ("NONE", "STRENGTH") if self.case.weighted else UNWEIGHTED

    def lengths(self, semantics):
        """Lengths beside `pairs` as floats, for igraph, which takes nearly equal lengths for equal."""
        return [float(self.graph[a][b][semantics]) for a, b in self.pairs]

    def weights(self, semantics):
        return [self.matrix[semantics][a, b] for a, b in self.pairs]

    def by_node(self, values):
        return [values[node] for node in range(self.n)]


def paths(it):
    """NetworkX compares lengths as exact fractions here: with floats it misses paths of equal length."""
    for semantics in it.semantics():
        lengths = it.lengths(semantics)
        exact = nx.betweenness_centrality(it.graph, normalized=False, weight=semantics)
        it.add("BETWEENNESS", {
            "networkx": it.by_node(exact),
            "igraph": it.igraph.betweenness(directed=False, weights=lengths or None),
        }, semantics=semantics)
        reached = [len(nx.node_connected_component(it.graph, node)) for node in range(it.n)]
        closeness = nx.closeness_centrality(it.graph, distance=semantics, wf_improved=True)
        # igraph's is of the component only and not a number for isolates.
        inside = it.igraph.closeness(weights=lengths or None, normalized=True)
        it.add("CLOSENESS", {
            "networkx": [closeness[node] if reached[node] > 1 else None for node in range(it.n)],
            "igraph": [value * (size - 1) / (it.n - 1) if size > 1 else None for value, size in zip(inside, reached)],
        }, semantics=semantics)
        harmonic = nx.harmonic_centrality(it.graph, distance=semantics)
        it.add("HARMONIC_CLOSENESS", {
            "networkx": it.by_node(harmonic),
            "igraph": it.igraph.harmonic_centrality(weights=lengths or None, normalized=False)
            if it.n > 1 else [0.0] * it.n,
        }, semantics=semantics)
        distances(it, semantics)
        shortest(it, semantics)


def distances(it, semantics):
    """Diameter and mean distance of the largest component; of several the one with the smallest node."""
    giant = it.giant
    if giant.number_of_nodes() < 2:
        return
    exact = dict(nx.all_pairs_dijkstra_path_length(giant, weight=semantics))
    all_lengths = [exact[a][b] for a, b in itertools.combinations(sorted(giant), 2)]
    nodes = sorted(giant)
    inside = it.igraph.induced_subgraph(nodes)
    weights = [float(giant[nodes[a]][nodes[b]][semantics]) for a, b in inside.get_edgelist()]
    matrix = inside.distances(weights=weights)
    floats = [matrix[a][b] for a, b in itertools.combinations(range(len(nodes)), 2)]
    it.add("DIAMETER", {"networkx": max(all_lengths), "igraph": inside.diameter(directed=False, weights=weights)},
           semantics=semantics)
    it.add("MEAN_DISTANCE", {"networkx": sum(all_lengths) / len(all_lengths), "igraph": sum(floats) / len(floats)},
           semantics=semantics)


def shortest(it, semantics):
    """The first paths in order of length, hops and nodes: NetworkX's simple paths by exact length, put into that order."""
    nodes = sorted(it.giant)
    if len(nodes) < 2:
        return
    ends = [(nodes[0], nodes[-1]), (nodes[len(nodes) // 2], nodes[0]), (nodes[len(nodes) // 3], nodes[-2])]
    for start, end in ends:
        if start == end:
            continue
        found = []
        for path in nx.shortest_simple_paths(it.graph, start, end, weight=semantics):
            length = nx.path_weight(it.graph, path, semantics)
            if len(found) >= 8 and length > found[7][0] or len(found) > 400:
                break
            found.append((length, len(path), path))
        found.sort()
        # With more paths of one length than were listed, only the lengths are settled.
        settled = len(found) < 400
        count = min(8, len(found))
        lengths = it.igraph.distances(start, end, weights=it.lengths(semantics))[0][0]
        assert abs(lengths - float(found[0][0])) < 1e-9
        it.add("SHORTEST_PATH_LENGTHS", {"networkx": [float(length) for length, _, _ in found[:count]]},
               semantics=semantics, pair=[start, end], count=8)
        if settled:
            it.add("SHORTEST_PATHS", {"networkx": [path for _, _, path in found[:count]]},
                   semantics=semantics, pair=[start, end], count=8)


def local(it):
    local_igraph = it.igraph.transitivity_local_undirected(mode="nan")
    clustering = nx.clustering(it.graph)
    it.add("LOCAL_CLUSTERING", {
        "igraph": local_igraph,
        "networkx": [clustering[node] if it.graph.degree(node) > 1 else None for node in range(it.n)],
    })
    triples = sum(d * (d - 1) // 2 for _, d in it.graph.degree())
    it.add("TRANSITIVITY", {
        "igraph": it.igraph.transitivity_undirected(mode="nan"),
        "networkx": nx.transitivity(it.graph) if triples else None,
    })
    if it.n:
        it.add("MEAN_LOCAL_CLUSTERING", {
            "igraph": it.igraph.transitivity_avglocal_undirected(mode="zero"),
            "networkx": nx.average_clustering(it.graph),
        }, below_two="ZERO")
        defined = [value for value in local_igraph if value == value]
        it.add("MEAN_LOCAL_CLUSTERING", {
            "igraph": it.igraph.transitivity_avglocal_undirected(mode="nan"),
            "numpy": np.mean(defined) if defined else None,
        }, below_two="LEFT_OUT")
    cores = nx.core_number(it.graph)
    it.add("CORE_NUMBER", {"igraph": it.igraph.coreness(), "networkx": it.by_node(cores)})
    for semantics in it.strengths():
        weight = None if semantics == "NONE" else "weight"
        it.add("DEGREE" if weight is None else "STRENGTH", {
            "networkx": [it.graph.degree(node, weight=weight) for node in range(it.n)],
            "igraph": it.igraph.strength(weights=it.weights(semantics)) if it.pairs else [0] * it.n,
        })
        if it.pairs:
            holes(it, semantics, weight)


def holes(it, semantics, weight):
    constraint = nx.constraint(it.graph, weight=weight)
    it.add("CONSTRAINT", {
        "networkx": it.by_node(constraint),
        "igraph": it.igraph.constraint(weights=it.weights(semantics)),
    }, semantics=semantics)
    # With the nodes named: for all nodes at once NetworkX 3.6.1 goes by matrices, and with weights that gives other values
    # than its own definition.
    size = it.by_node(nx.effective_size(it.graph, nodes=list(it.graph), weight=weight))
    sources = {"networkx": size, "numpy": effective_size(it.matrix[semantics])}
    it.add("EFFECTIVE_SIZE", sources, semantics=semantics)
    it.add("EFFICIENCY", {
        "networkx": [value / it.graph.degree(node) if it.graph.degree(node) else None for node, value in enumerate(size)]
    }, semantics=semantics)


def effective_size(a):
    """Burt 1992: degree less the redundancy of each neighbour, the sum over third nodes q of p(i,q) m(j,q)."""
    sizes = []
    for i in range(len(a)):
        if not a[i].any():
            sizes.append(None)
            continue
        p = a[i] / a[i].sum()
        sizes.append(sum(1 - sum(p[q] * a[j, q] / a[j].max() for q in np.nonzero(a[j])[0] if q not in (i, j))
                         for j in np.nonzero(a[i])[0]))
    return sizes


def spectral(it):
    if not it.pairs:
        return
    for semantics in it.strengths():
        weight = None if semantics == "NONE" else "weight"
        matrix = it.matrix[semantics]
        values, vectors = np.linalg.eigh(matrix)
        # Where the greatest eigenvalue belongs to two components the vector is not determined.
        if values[-1] - values[-2] > 1e-6:
            vector = np.abs(vectors[:, -1])
            found = it.igraph.eigenvector_centrality(scale=True, weights=it.weights(semantics))
            sources = {"numpy": vector / vector.max(), "igraph": found}
            if nx.is_connected(it.graph) and it.n > 2:
                by_networkx = np.array(it.by_node(nx.eigenvector_centrality_numpy(it.graph, weight=weight)))
                sources["networkx"] = by_networkx / by_networkx.max()
            it.add("EIGENVECTOR", sources, semantics=semantics, scale="greatest is 1")
        ranked = nx.pagerank(it.graph, alpha=0.85, weight=weight, tol=1e-15, max_iter=10_000)
        it.add("PAGERANK", {
            "networkx": it.by_node(ranked),
            "igraph": it.igraph.pagerank(directed=False, damping=0.85, weights=it.weights(semantics)),
        }, semantics=semantics, damping=0.85)
        alpha = 0.5 / values[-1]
        katz = nx.katz_centrality_numpy(it.graph, alpha=alpha, beta=1.0, normalized=False, weight=weight)
        solved = np.linalg.solve(np.eye(it.n) - alpha * matrix, np.ones(it.n))
        it.add("KATZ", {"networkx": it.by_node(katz), "numpy": solved}, semantics=semantics, alpha=alpha, beta=1.0)


def links(it):
    if it.n < 3:
        return
    untied = [(a, b) for a, b in itertools.combinations(range(it.n), 2) if not it.graph.has_edge(a, b)]
    chosen = (it.pairs[:: max(1, len(it.pairs) // 8)] + untied[:: max(1, len(untied) // 24)])[:40]
    degree = dict(it.graph.degree())

    def networkx(function, pairs):
        return [score for _, _, score in function(it.graph, pairs)]

    def shared(pairs):
        return [len(list(nx.common_neighbors(it.graph, a, b))) for a, b in pairs]

    weights = 1 / np.log(np.maximum(2, list(degree.values())))
    adjacency = it.matrix["NONE"]
    by_degree = {
        "COMMON_NEIGHBOURS": adjacency @ adjacency,
        "ADAMIC_ADAR": adjacency @ np.diag(weights) @ adjacency,
        "RESOURCE_ALLOCATION": adjacency @ np.diag(1 / np.maximum(1, list(degree.values()))) @ adjacency,
        "PREFERENTIAL_ATTACHMENT": np.outer(list(degree.values()), list(degree.values())),
    }
    functions = {
        "COMMON_NEIGHBOURS": shared,
        "JACCARD": lambda pairs: networkx(nx.jaccard_coefficient, pairs),
        "ADAMIC_ADAR": lambda pairs: networkx(nx.adamic_adar_index, pairs),
        "RESOURCE_ALLOCATION": lambda pairs: networkx(nx.resource_allocation_index, pairs),
        "PREFERENTIAL_ATTACHMENT": lambda pairs: networkx(nx.preferential_attachment, pairs),
    }
    for method, function in functions.items():
        sources = {"networkx": function(chosen)}
        if method == "JACCARD" and it.pairs:
            sources["igraph"] = it.igraph.similarity_jaccard(pairs=chosen, loops=False)
        if method in by_degree:
            sources["numpy"] = [by_degree[method][a, b] for a, b in chosen]
        it.add(method, sources, pairs=chosen)
        if untied:
            best = sorted(function(untied), reverse=True)[:20]
            it.add(f"BEST_{method}", {"networkx": best}, count=20)
