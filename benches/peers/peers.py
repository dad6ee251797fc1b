"""One measure by one peer in a process of its own, so that its peak memory is its own. Prints one line of JSON.

    peers.py PEER MEASURE --affiliations FILE.csv --graph FILE.npz [--sources K] [--values FILE.npy]

The time is that of the measure alone: making the peer's graph of the arrays is not counted, except for the projection,
which is timed from the file to the matrix.
"""

import argparse
import json
import os
import random
import sys
import time

import numpy as np

BLOCK = 512


class Graph:
    """The ties in arrays, and each peer's own graph of them."""

    def __init__(self, path):
        arrays = np.load(path)
        self.n, self.a, self.b = int(arrays["nodes"]), arrays["a"], arrays["b"]

    def igraph(self):
        import igraph
        return igraph.Graph(self.n, np.stack([self.a, self.b], axis=1))

    def networkit(self):
        import networkit
        networkit.setNumberOfThreads(os.cpu_count())
        return networkit.GraphFromCoo((self.a, self.b), n=self.n)

    def scipy(self):
        import scipy.sparse
        ones = np.ones(2 * len(self.a))
        ends = np.concatenate([self.a, self.b]), np.concatenate([self.b, self.a])
        return scipy.sparse.csr_array((ones, ends), shape=(self.n, self.n))

    def chosen(self, count):
        return sorted(random.Random(1).sample(range(self.n), min(count, self.n)))

    def modularity(self, of):
        of = np.asarray(of)
        degree = np.bincount(np.concatenate([self.a, self.b]), minlength=self.n)
        m = len(self.a)
        inside = (of[self.a] == of[self.b]).sum() / m
        return inside - ((np.bincount(of, weights=degree) / (2 * m)) ** 2).sum()


def timed(work):
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def answer(seconds, **more):
    return {"seconds": seconds, **more}


def scaled(seconds, part, whole, what):
    """The time of a part as that of the whole."""
    return {"seconds": seconds * whole / part, "scaled": f"timed on {part:,} of {whole:,} {what}"}


# Projection: from the file to the matrix of weights 1/(size - 1).


def product(institutions, occasions, declared, shape):
    """The size of an occasion is the number named or, if more, the number declared."""
    import scipy.sparse
    ones = np.ones(len(institutions))
    incidence = scipy.sparse.csr_array((ones, (institutions, occasions)), shape=shape)
    size = np.bincount(occasions, minlength=shape[1])
    np.maximum.at(size, occasions, declared)
    weights = scipy.sparse.diags_array(np.where(size > 1, 1 / np.maximum(1, size - 1), 0.0))
    matrix = (incidence @ weights @ incidence.T).tocsr()
    matrix.setdiag(0)
    matrix.eliminate_zeros()
    return matrix


def read_numpy(path):
    with open(path, encoding="utf-8") as file:
        next(file)
        rows = [line.rstrip("\n").split(",") for line in file]
    left, institutions = np.unique([row[0] for row in rows], return_inverse=True)
    right, occasions = np.unique([row[1] for row in rows], return_inverse=True)
    declared = np.array([int(row[2] or 0) for row in rows])
    return institutions, occasions, declared, (len(left), len(right))


def read_polars(path):
    import polars
    frame = polars.read_csv(path)
    ranks = frame.select(polars.col("institution", "meeting").rank("dense") - 1)
    institutions, occasions = ranks["institution"].to_numpy(), ranks["meeting"].to_numpy()
    declared = frame["declared"].fill_null(0).to_numpy()
    return institutions, occasions, declared, (int(institutions.max()) + 1, int(occasions.max()) + 1)


def projection(read):
    def run(arguments):
        if read is read_polars:
            import polars  # noqa: F401  not counted
        import scipy.sparse  # noqa: F401
        seconds, matrix = timed(lambda: product(*read(arguments.affiliations)))
        return answer(seconds, ties=matrix.nnz // 2, weight=matrix.sum() / 2)
    return run


def projection_polars(arguments):
    """A join of the table with itself, and a sum."""
    import polars

    def work():
        frame = polars.scan_csv(arguments.affiliations)
        frame = frame.with_columns(polars.col("institution", "meeting").cast(polars.Categorical))
        declared = polars.col("declared").fill_null(0).max().over("meeting")
        frame = frame.with_columns(polars.max_horizontal(polars.len().over("meeting"), declared).alias("size"))
        frame = frame.filter(polars.col("size") > 1)
        frame = frame.with_columns(polars.col("institution").to_physical(), weight=1 / (polars.col("size") - 1))
        pairs = frame.join(frame.select("institution", "meeting"), on="meeting")
        pairs = pairs.filter(polars.col("institution") < polars.col("institution_right"))
        return pairs.group_by("institution", "institution_right").agg(polars.col("weight").sum()).collect()

    seconds, table = timed(work)
    return answer(seconds, ties=table.height, weight=table["weight"].sum())


# Clusters.


def leiden_igraph(arguments):
    import igraph
    graph = Graph(arguments.graph)
    made = graph.igraph()
    igraph.set_random_number_generator(random.Random(arguments.seed))
    seconds, found = timed(lambda: made.community_leiden("modularity", n_iterations=-1))
    return answer(seconds, modularity=graph.modularity(found.membership), clusters=len(found))


def leiden_leidenalg(arguments):
    import leidenalg
    graph = Graph(arguments.graph)
    made = graph.igraph()
    seconds, found = timed(lambda: leidenalg.find_partition(
        made, leidenalg.ModularityVertexPartition, n_iterations=-1, seed=arguments.seed))
    return answer(seconds, modularity=graph.modularity(found.membership), clusters=len(found))


def clusters_networkit(make):
    def run(arguments):
        import networkit
        graph = Graph(arguments.graph)
        made = graph.networkit()
        networkit.setSeed(arguments.seed, True)
        seconds, found = timed(lambda: make(networkit.community, made).run().getPartition())
        return answer(seconds, modularity=graph.modularity(found.getVector()), clusters=found.numberOfSubsets())
    return run


# Paths.


def betweenness_igraph(arguments):
    graph = Graph(arguments.graph)
    made = graph.igraph()
    sources = graph.chosen(arguments.sources)
    # Targets beside the sources are all nodes: each source is one search, as in the exact computation.
    seconds, values = timed(lambda: made.betweenness(directed=False, sources=sources))
    if arguments.sampled:
        return answer(seconds, sources=len(sources), **spread(np.array(values), arguments.values))
    return scaled(seconds, len(sources), graph.n, "sources")


def betweenness_networkit(arguments):
    import networkit
    graph = Graph(arguments.graph)
    made = graph.networkit()
    networkit.setSeed(arguments.seed, True)
    work = networkit.centrality.EstimateBetweenness(made, arguments.sources, normalized=False, parallel=True)
    seconds, _ = timed(work.run)
    if arguments.sampled:
        return answer(seconds, sources=arguments.sources, **spread(np.array(work.scores()), arguments.values))
    return scaled(seconds, arguments.sources, graph.n, "sources")


def spread(values, path):
    """The error against the exact values when these are there, as a share of the greatest."""
    if not path or not os.path.exists(path):
        return {}
    exact = np.load(path)
    if len(exact) != len(values):
        return {}
    # Some count a pair once and some twice: the scale is taken out.
    values = values * (exact.sum() / values.sum())
    return {"error": float(np.sqrt(np.mean((values - exact) ** 2)) / exact.max())}


def harmonic_igraph(arguments):
    graph = Graph(arguments.graph)
    made = graph.igraph()
    nodes = graph.chosen(arguments.sources)
    seconds, _ = timed(lambda: made.harmonic_centrality(nodes, normalized=False))
    return scaled(seconds, len(nodes), graph.n, "nodes")


def harmonic_networkit(arguments):
    import networkit
    graph = Graph(arguments.graph)
    made = graph.networkit()
    nodes = graph.chosen(arguments.sources)

    def work():
        for node in nodes:
            networkit.distance.BFS(made, node, storePaths=False, storeNodesSortedByDistance=False).run()

    seconds, _ = timed(work)
    # One search uses one thread, and searches can run beside each other on all.
    return {**scaled(seconds / os.cpu_count(), len(nodes), graph.n, "searches"), "note": "one thread's time over the threads"}


def mean_distance_igraph(arguments):
    graph = Graph(arguments.graph)
    made = graph.igraph()
    nodes = graph.chosen(arguments.sources)
    seconds, rows = timed(lambda: made.distances(nodes))
    rows = np.array(rows, dtype=float)
    reached = rows[np.isfinite(rows) & (rows > 0)]
    return {**scaled(seconds, len(nodes), graph.n, "sources"), "value": float(reached.mean())}


def diameter_networkit(arguments):
    import networkit
    made = Graph(arguments.graph).networkit()
    giant = networkit.components.ConnectedComponents.extractLargestConnectedComponent(made, True)
    work = networkit.distance.Diameter(giant, networkit.distance.DiameterAlgo.EXACT)
    seconds, _ = timed(work.run)
    return answer(seconds, value=work.getDiameter()[0])


# Ego networks and pairs.


def constraint_igraph(arguments):
    graph = Graph(arguments.graph)
    made = graph.igraph()
    nodes = graph.chosen(max(1, arguments.sources // 40))
    seconds, values = timed(lambda: made.constraint(nodes))
    return {**scaled(seconds, len(nodes), graph.n, "nodes"), "check": float(np.nansum(values))}


def blocks(graph):
    """Rows in blocks, so that the product of two steps fits into memory."""
    return [(first, min(graph.n, first + BLOCK)) for first in range(0, graph.n, BLOCK)]


def constraint_scipy(arguments):
    graph = Graph(arguments.graph)
    a = graph.scipy()

    def work():
        degree = np.maximum(1, a.sum(axis=1))
        p = (a / degree[:, None]).tocsr()
        values = np.zeros(graph.n)
        for first, last in blocks(graph):
            direct = p[first:last].toarray()
            both = (p[first:last] @ p).toarray() + direct
            values[first:last] = (both ** 2 * (direct > 0)).sum(axis=1)
        return values

    seconds, values = timed(work)
    return answer(seconds, value=float(values.sum()))


def adamic_adar_scipy(arguments):
    import scipy.sparse
    graph = Graph(arguments.graph)
    a = graph.scipy()

    def work():
        degree = a.sum(axis=1)
        right = (scipy.sparse.diags_array(1 / np.log(np.maximum(2, degree))) @ a).tocsr()
        best = np.empty(0)
        for first, last in blocks(graph):
            scores = (a[first:last] @ right).toarray()
            scores[a[first:last].nonzero()] = 0
            # Each pair once.
            scores[np.arange(graph.n)[None, :] <= np.arange(first, last)[:, None]] = 0
            flat = scores.ravel()
            best = np.concatenate([best, flat[np.argpartition(flat, -100)[-100:]]])
            best = np.sort(best)[-100:]
        return best

    seconds, best = timed(work)
    return answer(seconds, value=float(best[-1]))


# What takes one pass or a few.


def simple(library, function, value=None):
    def run(arguments):
        made = getattr(Graph(arguments.graph), library)()
        if library == "networkit":
            import networkit
            seconds, found = timed(lambda: function(networkit, made))
        else:
            seconds, found = timed(lambda: function(made))
        return answer(seconds, **({"value": float(value(found))} if value else {}))
    return run


def pagerank_scipy(arguments):
    graph = Graph(arguments.graph)
    a = graph.scipy()

    def work():
        degree = np.maximum(1, a.sum(axis=1))
        rank = np.full(graph.n, 1 / graph.n)
        for _ in range(1000):
            following = 0.85 * (a @ (rank / degree)) + 0.15 / graph.n
            following += (1 - following.sum()) / graph.n
            change, rank = np.abs(following - rank).sum(), following
            if change < 1e-12:
                return rank

    seconds, rank = timed(work)
    return answer(seconds, value=float(rank.max()))


PEERS = {
    "TIE_NEWMAN": {
        "scipy.sparse": projection(read_numpy),
        "polars + scipy.sparse": projection(read_polars),
        "polars": projection_polars,
    },
    "LEIDEN_CLUSTERS": {
        "networkit Louvain": clusters_networkit(lambda community, graph: community.PLM(graph, refine=True)),
        "networkit Leiden": clusters_networkit(lambda community, graph: community.ParallelLeiden(graph)),
        "igraph": leiden_igraph,
        "leidenalg": leiden_leidenalg,
    },
    "BETWEENNESS": {"igraph": betweenness_igraph, "networkit": betweenness_networkit},
    "BETWEENNESS_SAMPLED": {"igraph": betweenness_igraph, "networkit": betweenness_networkit},
    "HARMONIC_CLOSENESS": {"igraph": harmonic_igraph, "networkit": harmonic_networkit},
    "MEAN_DISTANCE": {"igraph": mean_distance_igraph},
    "DIAMETER": {"networkit": diameter_networkit},
    "CONSTRAINT": {"scipy.sparse": constraint_scipy, "igraph": constraint_igraph},
    "ADAMIC_ADAR": {"scipy.sparse": adamic_adar_scipy},
    "PAGERANK": {
        "igraph": simple("igraph", lambda graph: graph.pagerank(directed=False), max),
        "networkit": simple("networkit", lambda nk, graph: nk.centrality.PageRank(graph, 0.85, 1e-12).run().scores(), max),
        "scipy.sparse": pagerank_scipy,
    },
    "EIGENVECTOR": {
        "igraph": simple("igraph", lambda graph: graph.eigenvector_centrality(), sum),
        "networkit": simple("networkit", lambda nk, graph: nk.centrality.EigenvectorCentrality(graph, 1e-9).run().scores(),
                            lambda found: sum(found) / max(found)),
    },
    "CORE_NUMBER": {
        "igraph": simple("igraph", lambda graph: graph.coreness(), max),
        "networkit": simple("networkit", lambda nk, graph: nk.centrality.CoreDecomposition(graph).run().scores(), max),
    },
    "TRANSITIVITY": {
        "igraph": simple("igraph", lambda graph: graph.transitivity_undirected(), float),
    },
    "LOCAL_CLUSTERING": {
        "igraph": simple("igraph", lambda graph: graph.transitivity_local_undirected(mode="zero"), sum),
        "networkit": simple("networkit",
                            lambda nk, graph: nk.centrality.LocalClusteringCoefficient(graph, True).run().scores(), sum),
    },
    "COMPONENTS": {
        "igraph": simple("igraph", lambda graph: graph.connected_components(), len),
        "networkit": simple("networkit", lambda nk, graph: nk.components.ConnectedComponents(graph).run(),
                            lambda found: found.numberOfComponents()),
    },
    "ARTICULATION_POINTS": {
        "igraph": simple("igraph", lambda graph: graph.articulation_points(), len),
    },
    "BRIDGES": {"igraph": simple("igraph", lambda graph: graph.bridges(), len)},
    "DEGREE_ASSORTATIVITY": {
        "igraph": simple("igraph", lambda graph: graph.assortativity_degree(directed=False), float),
    },
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer")
    parser.add_argument("measure", choices=PEERS)
    parser.add_argument("--affiliations")
    parser.add_argument("--graph")
    parser.add_argument("--sources", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--values")
    arguments = parser.parse_args()
    arguments.sampled = arguments.measure == "BETWEENNESS_SAMPLED"
    json.dump(PEERS[arguments.measure][arguments.peer](arguments), sys.stdout)


if __name__ == "__main__":
    main()
