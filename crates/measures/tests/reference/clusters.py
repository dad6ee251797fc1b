"""The quality that igraph's and leidenalg's Leiden reach: medians over the seeds."""

import random
import statistics

import igraph
import leidenalg
import networkx as nx

from graphs import SEED

SEEDS = 20


def cases():
    def planted(groups, size, inside, outside):
        return nx.planted_partition_graph(groups, size, inside, outside, seed=SEED)

    lfr = {mixing: nx.LFR_benchmark_graph(400, 2.5, 1.5, mixing, average_degree=10, max_degree=40, min_community=15,
                                          max_community=60, seed=7) for mixing in (0.1, 0.4, 0.6)}
    miserables = nx.convert_node_labels_to_integers(nx.les_miserables_graph())
    weighted = planted(8, 40, 0.25, 0.03)
    draw = random.Random(SEED)
    for a, b, data in sorted(weighted.edges(data=True), key=lambda it: it[:2]):
        data["weight"] = draw.choice([0.25, 0.5, 1.0, 2.0, 3.0]) * (2 if a // 40 == b // 40 else 1)
    return [
        ("karate", nx.karate_club_graph(), False),
        ("miserables", miserables, True),
        ("planted-easy", planted(8, 40, 0.3, 0.01), False),
        ("planted-blurred", planted(8, 40, 0.2, 0.06), False),
        ("planted-weighted", weighted, True),
        ("lfr-0.1", lfr[0.1], False),
        ("lfr-0.4", lfr[0.4], False),
        ("lfr-0.6", lfr[0.6], False),
    ]


def medians(graph, weights, quality, resolution):
    """Medians over the seeds of the quality as igraph defines it: modularity, or the sum over clusters of internal weight
    less the resolution times pairs."""
    def value(partition):
        if quality == "MODULARITY":
            return graph.modularity(partition, weights=weights, resolution=resolution)
        internal = sum(w for (a, b), w in zip(graph.get_edgelist(), weights) if partition[a] == partition[b])
        sizes = [partition.count(group) for group in set(partition)]
        return internal - resolution * sum(size * (size - 1) / 2 for size in sizes)

    by_igraph, by_leidenalg = [], []
    for seed in range(SEEDS):
        igraph.set_random_number_generator(random.Random(seed))
        found = graph.community_leiden(objective_function="modularity" if quality == "MODULARITY" else "CPM",
                                       weights=weights, resolution=resolution, n_iterations=-1)
        by_igraph.append(value(found.membership))
        kind = leidenalg.RBConfigurationVertexPartition if quality == "MODULARITY" else leidenalg.CPMVertexPartition
        found = leidenalg.find_partition(graph, kind, weights=weights, resolution_parameter=resolution, n_iterations=-1,
                                         seed=seed)
        by_leidenalg.append(value(found.membership))
    igraph.set_random_number_generator(random.Random(SEED))
    return {"igraph": statistics.median(by_igraph), "leidenalg": statistics.median(by_leidenalg)}


def clusters():
    found = []
    for name, graph, weighted in cases():
        pairs = sorted((min(a, b), max(a, b)) for a, b in graph.edges() if a != b)
        weights = [float(graph[a][b].get("weight", 1)) if weighted else 1.0 for a, b in pairs]
        made = igraph.Graph(graph.number_of_nodes(), pairs)
        density = sum(weights) / (made.vcount() * (made.vcount() - 1) / 2)
        qualities = [{"quality": quality, "resolution": resolution, **medians(made, weights, quality, resolution)}
                     for quality, resolution in
                     (("MODULARITY", 1.0), ("MODULARITY", 1.5), ("CONSTANT_POTTS", round(2 * density, 4)))]
        found.append({"name": name, "nodes": made.vcount(), "ties": pairs, "weights": weights if weighted else [],
                      "seeds": SEEDS, "medians": qualities})
    return found
