#!/usr/bin/env python3
"""Writes instruments/work-values/1.0.0/vectors.json.

An independent calculation of what the program must give, from the rules in
SOURCE.md. It shares no code with the program and goes other ways where there
are any: an area's sum by counting its cards column by column, places by
counting the higher areas, the distances from all pairs of areas. The 5 % point
is counted out over all sorts. Needed only to renew the vectors; tests do not
run it.

    python3 tools/vectors/work_values.py         writes the vectors
    python3 tools/vectors/work_values.py --null  the exact distribution under random sorting
"""
import collections
import itertools
import json
import math
import random
import sys
from fractions import Fraction as F
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "instruments/work-values/1.0.0/vectors.json"
RNG = random.Random(20)

PLACES = {5: 2, 4: 5, 3: 6, 2: 5, 1: 2}
AREAS = {"independence": (1, 8, 12, 20), "people": (4, 6, 15, 17), "growth": (5, 7, 14, 16),
         "security": (2, 10, 13, 19), "contribution": (3, 9, 11, 18)}
CUT = 48  # the 5 % point of the unevenness under random sorting


# ---- the rules -------------------------------------------------------------

def sums(x):
    """x: the columns of cards 1 to 20."""
    out = {}
    for area, cards in AREAS.items():
        held = collections.Counter(x[k - 1] for k in cards)
        out[area] = sum(column * n for column, n in held.items())
    return out


def unevenness(s):
    """Squared distances from the mean, from those of all pairs: their sum over five."""
    return F(sum((a - b) ** 2 for a, b in itertools.combinations(s.values(), 2)), 5)


def order(s):
    """[area, place, sum], the highest first; equal areas in the order of AREAS."""
    return sorted(([a, 1 + sum(w > v for w in s.values()), v] for a, v in s.items()), key=lambda row: row[1])


def lead(s):
    top = sorted(s.values())
    return top[-1] - top[-2]


def score(x):
    s = sums(x)
    assert collections.Counter(x) == PLACES and sum(s.values()) == 60
    flags = [code for code, raised in (("NOT_ABOVE_CHANCE", unevenness(s) < CUT), ("FIRST_PLACE_CLOSE", lead(s) <= 2),
                                       ("IPSATIVE", True), ("NO_NORMS", True)) if raised]
    scores = {a: {"value": v, "class": "", "reason": ""} for a, v in s.items()}
    return {"scores": scores | {"unevenness": {"value": int(unevenness(s)), "reason": ""}},
            "lists": {"order": order(s)}, "flags": flags}


def nothing():
    """What is told when the sort is missing."""
    scores = {a: {"value": None, "class": "", "reason": "missing_item"} for a in AREAS}
    return {"scores": scores | {"unevenness": {"value": None, "reason": "missing_score"}},
            "lists": {"order": []}, "flags": ["IPSATIVE", "NO_NORMS"]}


# ---- random sorting --------------------------------------------------------

def null():
    """The number of ways to share the places among the areas, by unevenness
    and lead: 20!/(4!)^5 in all."""
    hands = [c for c in itertools.product(*(range(min(4, n) + 1) for n in PLACES.values())) if sum(c) == 4]
    state = {(tuple(PLACES.values()), 0, (0, 0)): 1}
    for _ in AREAS:
        following = collections.Counter()
        for (left, q, best), ways in state.items():
            for hand in hands:
                if any(a > b for a, b in zip(hand, left)):
                    continue
                total = sum(n * column for n, column in zip(hand, PLACES))
                rest = tuple(b - a for a, b in zip(hand, left))
                top = tuple(sorted((*best, total))[1:])
                following[rest, q + (total - 12) ** 2, top] += ways * math.prod(math.comb(b, a) for a, b in zip(hand, left))
        state = following
    assert sum(state.values()) == math.factorial(20) // math.factorial(4) ** 5
    uneven, leads = collections.Counter(), collections.Counter()
    for (_, q, (second, first)), ways in state.items():
        uneven[q] += ways
        leads[first - second] += ways
    return uneven, leads


def beyond(uneven, q):
    return F(sum(n for v, n in uneven.items() if v >= q), sum(uneven.values()))


def tell_null():
    uneven, leads = null()
    total = sum(uneven.values())
    print(total, "ways; unevenness", min(uneven), "to", max(uneven), "mean", float(F(sum(q * n for q, n in uneven.items()), total)))
    for q in (44, 46, 48, 50, 58, 60):
        print(f"P(unevenness >= {q}) = {float(beyond(uneven, q)):.5f}")
    for g in (0, 2):
        print(f"P(lead <= {g}) = {sum(n for v, n in leads.items() if v <= g) / total:.4f}")


# ---- sorts -----------------------------------------------------------------

def read(text):
    return [int(c) for c in text.replace(" ", "")]


def drawn():
    x = [column for column, n in PLACES.items() for _ in range(n)]
    RNG.shuffle(x)
    return x


def towards(distance):
    """A sort with distance 0, by exchanging two cards as long as it does not get worse."""
    while True:
        x = drawn()
        for _ in range(400):
            if distance(sums(x)) == 0:
                return x
            i, j = RNG.sample(range(20), 2)
            y = x[:]
            y[i], y[j] = y[j], y[i]
            if distance(sums(y)) <= distance(sums(x)):
                x = y


# ---- the vectors -----------------------------------------------------------

PLAN = {  # case: columns of k1..k20, the five sums, places, lead, unevenness, flags; worked by hand
    "tie for first": ("32435 34442 33142 32512", (12, 10, 16, 6, 16), (3, 4, 1, 5, 1), 0, 72, "FIRST_PLACE_CLOSE"),
    "all level": ("54454 34334 33223 21221", (12,) * 5, (1,) * 5, 0, 0, "NOT_ABOVE_CHANCE FIRST_PLACE_CLOSE"),
    "both extremes": ("53243 43523 14234 23124", (18, 15, 11, 10, 6), (1, 2, 3, 4, 5), 3, 86, ""),
    "at the cut, tie for fourth": ("53354 43433 24223 22114", (17, 14, 11, 9, 9), (1, 2, 3, 4, 4), 3, 48, ""),
    "just under the cut": ("53354 43423 24332 22114", (17, 13, 12, 10, 8), (1, 2, 3, 4, 5), 4, 46, "NOT_ABOVE_CHANCE"),
    "lead of two": ("54354 43432 14233 22123", (16, 14, 12, 10, 8), (1, 2, 3, 4, 5), 2, 40, "NOT_ABOVE_CHANCE FIRST_PLACE_CLOSE"),
}

out = []


def add(name, x):
    answer = None if x is None else {f"k{k}": v for k, v in enumerate(x, 1)}
    out.append({"id": name, "answers": [answer], "expect": nothing() if x is None else score(x)})


def by_hand():
    """The cases of the plan, held against the figures worked by hand."""
    for name, (text, want, places, first, uneven, codes) in PLAN.items():
        x = read(text)
        s = sums(x)
        assert tuple(s.values()) == want and lead(s) == first and unevenness(s) == uneven, name
        assert tuple({a: p for a, p, _ in order(s)}[a] for a in AREAS) == places, name
        assert score(x)["flags"] == codes.split() + ["IPSATIVE", "NO_NORMS"], name
        add(name, x)
    add("not sorted", None)


def ladders(uneven, leads):
    for area in AREAS:
        for total in range(6, 19):
            add(f"{area} {total}", towards(lambda s: abs(s[area] - total)))
    for q in sorted(uneven):
        add(f"unevenness {q}", towards(lambda s: abs(unevenness(s) - q)))
    for first in sorted(leads):
        add(f"lead of {first}", towards(lambda s: abs(lead(s) - first)))


def ties():
    """Every pattern of shared places that a sort can give."""
    for pattern in itertools.product((0, 1), repeat=4):  # 1: shares its place with the next
        def wrong(s, pattern=pattern):
            v = sorted(s.values(), reverse=True)
            return sum((v[i] == v[i + 1]) != bool(pattern[i]) for i in range(4))
        add("shared places " + "".join("=" if p else ">" for p in pattern), towards(wrong))


def cards():
    """Each card once on top of its area, each area once first and once last."""
    for k in range(1, 21):
        x = drawn()
        i = x.index(5)
        x[i], x[k - 1] = x[k - 1], x[i]
        add(f"k{k} on top", x)
    for area in AREAS:
        add(f"{area} first", towards(lambda s: sum(v >= s[area] for a, v in s.items() if a != area)))
        add(f"{area} last", towards(lambda s: sum(v <= s[area] for a, v in s.items() if a != area)))


def main():
    uneven, leads = null()
    assert beyond(uneven, CUT) < F(1, 20) <= beyond(uneven, CUT - 2)
    by_hand()
    ladders(uneven, leads)
    ties()
    cards()
    for n in range(80):
        add(f"drawn {n + 1}", drawn())
    assert len({v["id"] for v in out}) == len(out)
    text = ",\n".join(json.dumps(v, separators=(",", ":")) for v in out)
    head = {"format": "kitewise-vectors/1", "instrument": "work-values", "version": "1.0.0", "made": "tools/vectors/work_values.py"}
    FILE.write_text(json.dumps(head)[:-1] + ', "vectors": [\n' + text + "\n]}\n")
    print(len(out), "vectors")


if __name__ == "__main__":
    tell_null() if "--null" in sys.argv else main()
