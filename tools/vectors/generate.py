#!/usr/bin/env python3
"""Writes instruments/learning-cycle/1.0.0/vectors.json.

An independent calculation of what the program must give, from the published
rules and the norm tables beside the instrument. It shares no code with the
program and goes other ways where there are any: regions by the rule of the
differences instead of the table, agreement by the printed sum-of-squares
formula, chance by convolution over whole rank-sum vectors, robustness by
enumerating swaps. Needed only to renew the vectors; tests do not run it.

    python3 tools/vectors/generate.py
"""
import csv
import functools
import itertools
import json
import math
import random
from fractions import Fraction as F
from pathlib import Path

HERE = Path(__file__).resolve().parents[2] / "instruments/learning-cycle/1.0.0"
MODES = ["CE", "RO", "AC", "AE"]
STYLE = [f"s{i}" for i in range(1, 13)]
CONTEXT = [f"c{i}" for i in range(1, 9)]
PERMS = list(itertools.permutations([1, 2, 3, 4]))
ORDER = ["initiating", "experiencing", "imagining", "reflecting", "analyzing",
         "thinking", "deciding", "acting", "balancing"]
WORKED = ("4132 4123 3214 4123 4132 2314 1342 2431 3241 4132 4231 2341 "
          "1234 3142 3124 1234 3421 1432 2143 2431")


def rows(name):
    with open(HERE / "norms" / name, newline="") as f:
        return list(csv.DictReader(f))


TABLE, LFI_AT = {}, {}
for r in rows("klsi4.csv"):
    TABLE.setdefault(r["scale"], {})[int(r["raw_score"])] = int(r["frequency"])
ALPHA = {r["scale"]: F(r["alpha"]) for r in rows("klsi4-alpha.csv")}
for r in rows("klsi4-lfi.csv"):
    LFI_AT[int(r["d"])] = int(r["frequency"])
N = sum(LFI_AT.values())


# ---- norms -----------------------------------------------------------------

def percentile(scale, x):
    """x: exact score in the norm's metric; gives percentile and method."""
    t = TABLE[scale]
    raws = sorted(t)
    cum = {raw: sum(f for r, f in t.items() if r <= raw) for raw in raws}
    if x < raws[0]:
        return F(100 * cum[raws[0]], N), "clamped"
    if x > raws[-1]:
        return F(100), "clamped"
    if x.denominator == 1 and x.numerator in cum:
        return F(100 * cum[x.numerator], N), "exact"
    a = max(r for r in raws if r < x)
    b = min(r for r in raws if r > x)
    return 100 * (cum[a] + (x - a) / (b - a) * (cum[b] - cum[a])) / N, "interpolated"


def lfi_percentile(d):
    return F(100 * sum(f for e, f in LFI_AT.items() if e >= d), N)


def sem_squared(scale):
    t = TABLE[scale]
    n = sum(t.values())
    mean = F(sum(r * f for r, f in t.items()), n)
    return sum(f * (r - mean) ** 2 for r, f in t.items()) / (n - 1) * (1 - ALPHA[scale])


V = {m: sem_squared(m) for m in MODES}
Q = sum(V.values()) / 6
SEM2 = {**V, "ACCE": V["AC"] + V["CE"] + Q, "AERO": V["AE"] + V["RO"] + Q}
SEM2["assimilation"] = SEM2["converging"] = SEM2["ACCE"] + SEM2["AERO"]
SEM = {k: math.sqrt(v) for k, v in SEM2.items()}


def nine(v):
    return round(v, 9) + 0.0


def bands(scale, x):
    out = []
    for level, z in ((68, F(1)), (95, F(196, 100))):
        reach = F(SEM[scale]) * z
        b = {"level": level, "low": nine(float(x - reach)), "high": nine(float(x + reach)),
             "lowPercentile": None, "highPercentile": None, "lowClamped": False, "highClamped": False}
        if scale in TABLE:
            for end, at in (("low", x - reach), ("high", x + reach)):
                p, how = percentile(scale, at)
                b[end + "Percentile"], b[end + "Clamped"] = nine(float(p)), how == "clamped"
        out.append(b)
    return out


# ---- style -----------------------------------------------------------------

NAMES = {(-1, 1): "initiating", (-1, 0): "experiencing", (-1, -1): "imagining",
         (0, -1): "reflecting", (1, -1): "analyzing", (1, 0): "thinking",
         (1, 1): "deciding", (0, 1): "acting", (0, 0): "balancing"}


def level(x, low, high):
    return -1 if x < low else (1 if x >= high else 0)


def style_of(acce, aero):
    """acce, aero: sums over twelve endings; compared as 11·sum against 12·cut."""
    return NAMES[level(22 * acce, 24 * F(11, 2), 24 * F(29, 2)),
                 level(22 * aero, 24 * F(1, 2), 24 * F(23, 2))]


def cdf(z):
    return math.erfc(-z / math.sqrt(2)) / 2


def thirds(x, low, high, sem):
    a, b = float(low - x) / sem, float(high - x) / sem
    return {-1: cdf(a), 0: cdf(b) - cdf(a), 1: cdf(-b)}


def probabilities(x, y):
    px = thirds(x, F(11, 2), F(29, 2), SEM["ACCE"])
    py = thirds(y, F(1, 2), F(23, 2), SEM["AERO"])
    return {NAMES[i, j]: px[i] * py[j] for i in px for j in py}


# ---- rankings --------------------------------------------------------------

def region(ce, ro, ac, ae):
    acce, aero = ac - ce, ae - ro
    if abs(acce) == 3:
        return "thinking" if acce > 0 else "experiencing"
    if abs(aero) == 3:
        return "acting" if aero > 0 else "reflecting"
    if abs(acce) == 2:
        return NAMES[1 if acce > 0 else -1, 1 if aero > 0 else -1]
    return "balancing"


def w_printed(sets):
    """W by the formula as printed (guide, p. 76)."""
    p, n = len(sets), 4
    sums = [sum(s[j] for s in sets) for j in range(n)]
    return F(12 * sum(r * r for r in sums) - 3 * p * p * n * (n + 1) ** 2, p * p * (n ** 3 - n))


def d_of(sets):
    mean = F(5 * len(sets), 2)
    d = sum((sum(s[j] for s in sets) - mean) ** 2 for j in range(4))
    assert d.denominator == 1 and d % 2 == 0
    return int(d)


@functools.cache
def null(m):
    """Number of the 24^m outcomes by D, by convolution over rank-sum vectors."""
    at = {(0, 0, 0, 0): 1}
    for _ in range(m):
        new = {}
        for s, c in at.items():
            for p in PERMS:
                t = (s[0] + p[0], s[1] + p[1], s[2] + p[2], s[3] + p[3])
                new[t] = new.get(t, 0) + c
        at = new
    out = {}
    for s, c in at.items():
        d = int(sum((r - F(5 * m, 2)) ** 2 for r in s))
        out[d] = out.get(d, 0) + c
    return out


def chance(sets):
    m, d = len(sets), d_of(sets)
    tail = F(sum(c for e, c in null(m).items() if e >= d), 24 ** m)
    return {"sets": m, "d": d, "w": float(w_printed(sets)), "p": float(tail), "aboveChance": tail <= F(1, 20)}


def swapped(s, r):
    return tuple({r: r + 1, r + 1: r}.get(v, v) for v in s)


def lfi_range(sets):
    ds = [d_of(sets[:i] + [swapped(sets[i], r)] + sets[i + 1:]) for i in range(len(sets)) for r in (1, 2, 3)]
    return {"low": float(1 - F(max(ds), 320)), "high": float(1 - F(min(ds), 320)),
            "lowPercentile": float(lfi_percentile(max(ds))), "highPercentile": float(lfi_percentile(min(ds)))}


def axes(s):
    return s[2] - s[0], s[3] - s[1]


def reachable(s):
    """Changes of (ACCE, AERO) reachable from one set with the least number of swaps."""
    best, frontier, cost = {}, {s}, {s: 0}
    while frontier:
        new = set()
        for p in frontier:
            delta = (axes(p)[0] - axes(s)[0], axes(p)[1] - axes(s)[1])
            best[delta] = min(best.get(delta, 99), cost[p])
            for r in (1, 2, 3):
                q = swapped(p, r)
                if q not in cost:
                    cost[q] = cost[p] + 1
                    new.add(q)
        frontier = new
    return best


def least_swaps(sets, cap):
    """Least number of swaps up to cap that changes the style; None if more."""
    x0 = sum(axes(s)[0] for s in sets)
    y0 = sum(axes(s)[1] for s in sets)
    here = style_of(x0, y0)
    for limit in range(1, cap + 1):
        at = {(0, 0): 0}
        for s in sets:
            new = {}
            for (x, y), c in at.items():
                for (dx, dy), k in reachable(s).items():
                    if c + k <= limit and c + k < new.get((x + dx, y + dy), 99):
                        new[x + dx, y + dy] = c + k
            at = new
        if any(style_of(x0 + x, y0 + y) != here for x, y in at):
            return limit
    return None


def robustness(sets):
    here = style_of(sum(axes(s)[0] for s in sets), sum(axes(s)[1] for s in sets))
    ways = []
    for i, s in enumerate(sets):
        seen = set()
        for r in (1, 2, 3):
            after = sets[:i] + [swapped(s, r)] + sets[i + 1:]
            name = style_of(sum(axes(t)[0] for t in after), sum(axes(t)[1] for t in after))
            if name != here and name not in seen:
                seen.add(name)
                ways.append([STYLE[i], r, name])
    if ways:
        return {"swaps": 1, "ways": ways}
    t = least_swaps(sets, 8)
    if t is None:
        return None
    out = {"swaps": t}
    if t <= 4:
        out["ways"] = first_solution(sets, here, t)
    return out


def first_solution(sets, here, t):
    """First sequence in order of (set, lower rank) that changes the style: plain search."""
    def search(now, i, left, path):
        if left == 0:
            name = style_of(sum(axes(s)[0] for s in now), sum(axes(s)[1] for s in now))
            return [p + [name] for p in path] if name != here else None
        for j in range(i, len(now)):
            for r in (1, 2, 3):
                after = now[:j] + [swapped(now[j], r)] + now[j + 1:]
                found = search(after, j, left - 1, path + [[STYLE[j], r]])
                if found:
                    return found
        return None
    return search(sets, 0, t, [])


# ---- one form --------------------------------------------------------------

def outcome(sets, contexts, with_bands):
    raw = {m: sum(s[j] for s in sets) for j, m in enumerate(MODES)}
    conv = {m: F(11 * raw[m], 12) for m in MODES}
    value = dict(raw, ACCE=raw["AC"] - raw["CE"], AERO=raw["AE"] - raw["RO"])
    value["assimilation"] = raw["AC"] + raw["RO"] - raw["AE"] - raw["CE"]
    value["converging"] = raw["AC"] + raw["AE"] - raw["CE"] - raw["RO"]
    assert sum(raw.values()) == 120 and (value["ACCE"] - value["AERO"]) % 2 == 0
    scores, outside, near = {}, 0, False
    for k, v in value.items():
        x = F(11 * v, 12)
        scores[k] = {"value": v, "converted": float(x), "sem": nine(SEM[k]), "semLowerLimit": False}
        if k in TABLE:
            p, how = percentile(k, x)
            outside += how == "clamped"
            scores[k].update(percentile=float(p), method=how)
        if with_bands:
            scores[k]["bands"] = bands(k, x)
    scores["balance_acce"] = {"value": float(abs(conv["AC"] - (conv["CE"] + 9))), "converted": None, "percentile": None}
    scores["balance_aero"] = {"value": float(abs(conv["AE"] - (conv["RO"] + 6))), "converted": None, "percentile": None}

    x, y = F(11 * value["ACCE"], 12), F(11 * value["AERO"], 12)
    p = probabilities(x, y)
    ranked = sorted(ORDER, key=lambda c: (-p[c], ORDER.index(c)))
    preference, agreement = chance(sets), chance(contexts)
    style = style_of(value["ACCE"], value["AERO"])
    scores["style"] = {"value": None, "class": style, "likeliest": ranked[0], "runnerUp": ranked[1],
                       "cannotTell": p[ranked[0]] < .5 or not preference["aboveChance"],
                       "probabilities": {c: nine(p[c]) for c in ORDER}}
    near = any(abs(v - c) <= 1 for v, cuts in ((x, (F(11, 2), F(29, 2))), (y, (F(1, 2), F(23, 2)))) for c in cuts)
    rob = robustness(sets)

    d = agreement["d"]
    regions = [region(*s) for s in contexts]
    most = max(contexts.count(s) for s in contexts)
    flags = [code for code, on in [
        ("RAW_OUTSIDE_NORM_RANGE", outside >= 1), ("EXCESSIVE_TRUNCATION", outside >= 2),
        ("APPROXIMATE_NORM", True), ("BORROWED_RELIABILITY", True),
        ("LOW_W_PATTERN", d < 16), ("HIGH_W_UNIFORMITY", d > 304), ("LFI_NOT_ABOVE_CHANCE", d <= 100),
        ("LFI_REPEATED_PATTERN_6PLUS", most == 6), ("LFI_REPEATED_PATTERN_7PLUS", most >= 7),
        ("NEAR_STYLE_BOUNDARY", p[ranked[0]] < .5 or near or bool(rob and rob["swaps"] == 1)),
        ("NO_PREFERENCE_ABOVE_CHANCE", preference["d"] <= 152)] if on]
    lp = lfi_percentile(d)
    word = "low" if lp < F("33.34") else "moderate" if lp <= F("66.67") else "high"
    if d <= 100 and preference["d"] <= 152:
        word = "undetermined"
    scores["W"] = {"value": agreement["w"]}
    scores["LFI"] = {"value": float(1 - w_printed(contexts)), "percentile": float(lp), "class": word,
                     "method": "exact", "swapRange": lfi_range(contexts)}
    used = [c for c in ORDER if c in regions and c != style]
    used.sort(key=lambda c: -regions.count(c))
    expect = {"scores": scores, "chance": {"preference": preference, "W": agreement},
              "lists": {"contexts": [[i, r] for i, r in zip(CONTEXT, regions)],
                        "backup_styles": [[c, regions.count(c), [i for i, r in zip(CONTEXT, regions) if r == c]] for c in used]},
              "flags": flags}
    if rob:
        expect["robustness"] = {"style": rob}
    return expect


# ---- which forms -----------------------------------------------------------

RNG = random.Random(20130101)


def leaning(n, heat):
    """n rankings around one order; the larger the heat, the nearer to random."""
    base = RNG.choice(PERMS)
    return [tuple(1 + sorted(range(4), key=lambda j: noisy[j]).index(i) for i in range(4))
            for noisy in ([base[j] + RNG.gauss(0, heat) for j in range(4)] for _ in range(n))]


def style_sets(acce, aero):
    """Twelve rankings with these sums, by steps toward them."""
    while True:
        sets = [RNG.choice(PERMS) for _ in range(12)]
        for _ in range(4000):
            x, y = sum(axes(s)[0] for s in sets), sum(axes(s)[1] for s in sets)
            if (x, y) == (acce, aero):
                return sets
            i, p = RNG.randrange(12), RNG.choice(PERMS)
            after = sets[:i] + [p] + sets[i + 1:]
            u, v = sum(axes(s)[0] for s in after), sum(axes(s)[1] for s in after)
            if abs(u - acce) + abs(v - aero) <= abs(x - acce) + abs(y - aero):
                sets = after


def context_sets(d):
    """Eight rankings with this D, by steps toward it from several starts."""
    while True:
        sets = leaning(8, RNG.choice([.2, .8, 3]))
        for _ in range(3000):
            now = d_of(sets)
            if now == d:
                return sets
            i, p = RNG.randrange(8), RNG.choice(PERMS)
            after = sets[:i] + [p] + sets[i + 1:]
            if abs(d_of(after) - d) <= abs(now - d) or RNG.random() < .02:
                sets = after


def main():
    out = []

    def add(name, sets, contexts, keep=None, with_bands=False):
        e = outcome(sets, contexts, with_bands)
        if keep:
            e = keep(e)
        out.append({"id": name, "answers": [list(s) for s in sets + contexts], "expect": e})

    worked = [tuple(map(int, w)) for w in WORKED.split()]
    add("worked example", worked[:12], worked[12:], with_bands=True)

    for n in range(220):
        if n % 4 == 0:
            sets, contexts = [RNG.choice(PERMS) for _ in range(12)], [RNG.choice(PERMS) for _ in range(8)]
        else:
            sets, contexts = leaning(12, RNG.choice([.1, .5, 1, 1.5, 2.5])), leaning(8, RNG.choice([.1, .5, 1, 2]))
        add(f"form {n + 1}", sets, contexts, with_bands=n < 40)

    for n in range(3):
        add(f"rankings {8 * n + 1} to {8 * n + 8} of 24", worked[:12], PERMS[8 * n:8 * n + 8],
            lambda e: {"lists": e["lists"], "flags": e["flags"]})

    only = lambda e: {"scores": {k: {f: v for f, v in e["scores"][k].items() if f in ("value", "converted", "percentile", "method", "class", "likeliest", "runnerUp", "cannotTell", "probabilities")}
                                 for k in ("ACCE", "AERO", "style")},
                      "robustness": e.get("robustness", {}), "flags": e["flags"]}
    edges_x, edges_y = [-36, -20, 5, 6, 7, 10, 15, 16, 17, 36], [-36, -20, 0, 1, 2, 7, 12, 13, 14, 36]
    for x in edges_x:
        for y in edges_y:
            if (x - y) % 2 == 0 and abs(x) + abs(y) <= 48:
                add(f"border {x} {y}", style_sets(x, y), worked[12:], only)

    for d in sorted(LFI_AT):
        add(f"D {d}", worked[:12], context_sets(d),
            lambda e: {"scores": {k: e["scores"][k] for k in ("W", "LFI")}, "chance": {"W": e["chance"]["W"]}, "flags": e["flags"]})

    text = ",\n".join(json.dumps(v, separators=(",", ":")) for v in out)
    head = {"format": "kitewise-vectors/1", "instrument": "learning-cycle", "version": "1.0.0", "made": "tools/vectors/generate.py"}
    with open(HERE / "vectors.json", "w") as f:
        f.write(json.dumps(head)[:-1] + ', "vectors": [\n' + text + "\n]}\n")
    print(len(out), "vectors")


if __name__ == "__main__":
    main()
