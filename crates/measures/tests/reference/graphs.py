"""The graphs that the reference values are of: ties as given, with loops and parallels, and weights as exact fractions."""

import random
from dataclasses import dataclass, field
from fractions import Fraction

import networkx as nx

SEED = 20080101


@dataclass
class Case:
    """One graph. `ties` are as given; `groups` is an attribute of every node; `exact` the weights as they are meant."""

    name: str
    about: str
    nodes: int
    ties: list
    groups: list
    exact: dict = field(default_factory=dict)
    weighted: bool = False

    def simple(self):
        """The simple graph: loops left out, parallel ties added up. Edge `weight` is a float, `exact` a fraction."""
        graph = nx.Graph()
        graph.add_nodes_from(range(self.nodes))
        for a, b, weight in self.ties:
            if a == b:
                continue
            exact = self.exact.get((min(a, b), max(a, b)), fraction(weight))
            if graph.has_edge(a, b):
                graph[a][b]["weight"] += weight
                graph[a][b]["exact"] += exact if (min(a, b), max(a, b)) not in self.exact else 0
            else:
                graph.add_edge(a, b, weight=float(weight), exact=exact)
        return graph


def fraction(weight):
    """The fraction that a weight means: 0.1 is a tenth and 0.333... a third."""
    return Fraction(weight).limit_denominator(1_000_000)


def relabelled(graph):
    """Nodes as 0..n in the order of the graph."""
    number = {node: index for index, node in enumerate(graph)}
    return [(number[a], number[b], float(data.get("weight", 1))) for a, b, data in graph.edges(data=True)]


def plain(name, about, graph, groups=None):
    ties = [(a, b, 1.0) for a, b, _ in relabelled(graph)]
    nodes = graph.number_of_nodes()
    return Case(name, about, nodes, ties, groups or dealt(name, nodes))


def dealt(name, nodes, groups=3):
    """Groups dealt at random, each of them given at least once when there are nodes enough."""
    draw = random.Random(f"{SEED} {name}")
    of = [node % groups for node in range(nodes)]
    draw.shuffle(of)
    return of


def with_weights(case, name, about, weights):
    """The case with weights drawn from a list of fractions."""
    draw = random.Random(f"{SEED} {name}")
    ties, exact = [], {}
    for a, b, _ in case.ties:
        weight = draw.choice(weights)
        ties.append((a, b, float(weight)))
        exact[(min(a, b), max(a, b))] = Fraction(weight)
    return Case(name, about, case.nodes, ties, case.groups, exact, True)


def affiliations():
    """Institutions at occasions: sizes from 1 to 14, some institutions at none, some declared sizes above those named."""
    draw = random.Random(f"{SEED} affiliations")
    institutions, pairs, declared = 60, set(), []
    for occasion in range(45):
        size = min(14, 1 + int(draw.paretovariate(1.1)))
        for institution in draw.sample(range(institutions - 4), size):
            # A few institutions go everywhere.
            pairs.add((institution // 3 if draw.random() < 0.2 else institution, occasion))
        declared.append(draw.choice([0, 0, size + draw.randrange(12)]))
    return institutions, 45, sorted(pairs), declared


def newman(institutions, occasions, pairs):
    """The exact weights of the projection: for each shared occasion 1/(size - 1)."""
    members = [[i for i, o in pairs if o == occasion] for occasion in range(occasions)]
    exact = {}
    for row in members:
        for x, a in enumerate(row):
            for b in row[x + 1:]:
                exact[(a, b)] = exact.get((a, b), Fraction(0)) + Fraction(1, len(row) - 1)
    return exact


def classic():
    karate = nx.karate_club_graph()
    club = [0 if karate.nodes[node]["club"] == "Mr. Hi" else 1 for node in karate]
    families = nx.florentine_families_graph()
    families.add_node("Pucci")
    miserables = nx.les_miserables_graph()
    two = nx.disjoint_union(nx.complete_graph(5), nx.path_graph(4))
    return [
        plain("karate", "Zachary's karate club, J. Anthropol. Res. 33, 1977; groups: the two clubs after the split", karate, club),
        Case("karate-weighted", "Zachary's karate club with the number of contexts", 34, relabelled(karate), club, {}, True),
        plain("florentine", "Marriages of Florentine families, Padgett & Ansell 1993, with Pucci who married none", families),
        Case("miserables", "Coappearances in Les Misérables, Knuth 1993", 77, relabelled(miserables),
             dealt("miserables", 77, 4), {}, True),
        plain("petersen", "The Petersen graph", nx.petersen_graph()),
        plain("star", "A star of eight", nx.star_graph(7)),
        plain("path", "A path of seven", nx.path_graph(7)),
        plain("complete", "Six, all tied", nx.complete_graph(6)),
        plain("two-components", "Five all tied and a path of four", two),
        plain("one-tie", "Two nodes and a tie", nx.path_graph(2)),
        plain("edgeless", "Four nodes without ties", nx.empty_graph(4)),
        plain("one-node", "One node", nx.empty_graph(1)),
        Case("empty", "No nodes", 0, [], []),
    ]


def planted(name, inside, outside):
    graph = nx.planted_partition_graph(4, 16, inside, outside, seed=SEED)
    return plain(name, f"Four groups of 16, ties within with probability {inside}, between with {outside}", graph,
                 [node // 16 for node in range(64)])


def generated():
    random_graph = plain("erdos-renyi", "Every pair of 70 tied with probability 0.07", nx.gnp_random_graph(70, 0.07, seed=SEED))
    attached = plain("barabasi-albert", "80 nodes, each new one tied to three", nx.barabasi_albert_graph(80, 3, seed=SEED))
    sparse = plain("disconnected", "Every pair of 60 tied with probability 0.025: pieces and isolates",
                   nx.gnp_random_graph(60, 0.025, seed=SEED))
    grid = plain("grid", "", nx.grid_2d_graph(6, 6))
    fractions = [Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(1, 3)]
    institutions, occasions, pairs, _ = affiliations()
    exact = newman(institutions, occasions, pairs)
    projected = Case("projection", "Institutions at shared occasions, tied by the sum of 1/(size - 1)", institutions,
                     [(a, b, float(weight)) for (a, b), weight in sorted(exact.items())],
                     dealt("projection", institutions), exact, True)
    draw = random.Random(f"{SEED} messy")
    messy = []
    for _ in range(90):
        a, b = draw.randrange(30), draw.randrange(30)
        messy += [(a, b, float(draw.choice([1, 2, 0.5])))] * draw.choice([1, 1, 2])
    messy += [(4, 4, 1.0), (5, 4, 2.0), (4, 5, 0.25)]
    return [
        random_graph,
        attached,
        planted("planted-easy", 0.5, 0.03),
        planted("planted-blurred", 0.35, 0.12),
        sparse,
        projected,
        with_weights(grid, "equal-lengths", "A grid of six by six with weights 1, 2, 3, 1/2 and 1/3: many paths of one length",
                     fractions),
        with_weights(sparse, "disconnected-weighted", "The same pieces and isolates with weights", fractions),
        Case("loops-and-parallels", "30 nodes with loops and parallel ties in both directions", 30, messy,
             dealt("messy", 30), {}, True),
    ]
