"""What two sources say of one measure must be the same, or no value is written."""

import math

TOLERANCE = 1e-9


class Disagreement(Exception):
    pass


def plain(value):
    """Python numbers, lists and None: what is not a number is None."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: plain(it) for key, it in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist") and getattr(value, "ndim", 0) > 0:
        return [plain(it) for it in value]
    if hasattr(value, "numerator") and hasattr(value, "limit_denominator"):
        value = float(value)
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            return None
        return int(value) if value == int(value) and abs(value) < 1e15 else value
    return value


def same(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))


def agreed(measure, sources):
    """The value that all sources give, and their names."""
    values = {name: plain(value) for name, value in sources.items()}
    (first, value), *others = values.items()
    for name, other in others:
        if not same(value, other):
            raise Disagreement(f"{measure}: {first} says {value}, {name} says {other}")
    return value, list(values)
