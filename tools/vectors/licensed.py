#!/usr/bin/env python3
"""Writes the vectors of klsi-4.0 and of an invented licensed text.

instruments/klsi-4.0/4.0.0/vectors.json holds what does not depend on the key.
testdata/licensed holds a nonsense wording with an invented key of 11 endings a
scale (nonsense.csv) and the whole outcome under that key (vectors.json): raw
scores looked up in their rows, nothing converted. Independent of the program,
like generate.py, whose helpers it shares. Needed only to renew the files.

    python3 tools/vectors/licensed.py
"""
import csv
import json
import math
import random
from fractions import Fraction as F
from pathlib import Path

import generate as g

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "instruments/klsi-4.0/4.0.0/vectors.json"
FOLDER = ROOT / "testdata/licensed"
# The invented key: (set, scale) of the endings that count for nothing.
UNSCORED = {(3, "CE"), (3, "AC"), (8, "RO"), (10, "AE")}
SCORED = [[(i, m) not in UNSCORED for m in g.MODES] for i in range(1, 13)]
assert all(sum(s[j] for s in SCORED) == 11 for j in range(4))

# Where an ending of a set is left out, the errors of its other endings do not
# cancel: no covariance may be taken over, and the error is a lower limit.
SEM2 = dict(g.V, ACCE=g.V["AC"] + g.V["CE"], AERO=g.V["AE"] + g.V["RO"])
SEM2["assimilation"] = SEM2["converging"] = SEM2["ACCE"] + SEM2["AERO"]
SEM = {k: math.sqrt(v) for k, v in SEM2.items()}
CUTS = {"x": (F(1, 2), F(23, 2)), "y": (F(11, 2), F(29, 2))}
RNG = random.Random(20131104)


def sums(sets):
    return {m: sum(s[j] for s, key in zip(sets, SCORED) if key[j]) for j, m in enumerate(g.MODES)}


def place(sets):
    r = sums(sets)
    return r["AC"] - r["CE"], r["AE"] - r["RO"]


def style_of(acce, aero):
    """The published borders on whole scores: ACCE to 5, 6-14, from 15; AERO to 0, 1-11, from 12."""
    level = lambda v, low, high: -1 if v <= low else (1 if v >= high else 0)
    return g.NAMES[level(acce, 5, 15), level(aero, 0, 12)]


def bands(scale, x):
    out = []
    for level, z in ((68, F(1)), (95, F(196, 100))):
        reach = F(SEM[scale]) * z
        b = {"level": level, "low": g.nine(float(x - reach)), "high": g.nine(float(x + reach)),
             "lowPercentile": None, "highPercentile": None, "lowClamped": False, "highClamped": False}
        if scale in g.TABLE:
            for end, at in (("low", x - reach), ("high", x + reach)):
                p, how = g.percentile(scale, at)
                b[end + "Percentile"], b[end + "Clamped"] = g.nine(float(p)), how == "clamped"
        out.append(b)
    return out


def one_swap(sets):
    """Every set of which one exchange of neighbouring ranks changes the style."""
    here, ways = style_of(*place(sets)), []
    for i, s in enumerate(sets):
        seen = set()
        for r in (1, 2, 3):
            name = style_of(*place(sets[:i] + [g.swapped(s, r)] + sets[i + 1:]))
            if name != here and name not in seen:
                seen.add(name)
                ways.append([g.STYLE[i], r, name])
    return ways


def outcome(sets, contexts, with_bands):
    raw = sums(sets)
    value = dict(raw, ACCE=raw["AC"] - raw["CE"], AERO=raw["AE"] - raw["RO"])
    value["assimilation"] = raw["AC"] + raw["RO"] - raw["AE"] - raw["CE"]
    value["converging"] = raw["AC"] + raw["AE"] - raw["CE"] - raw["RO"]
    scores, outside = {}, 0
    for k, v in value.items():
        scores[k] = {"value": v, "converted": None, "sem": g.nine(SEM[k]), "semLowerLimit": k not in g.MODES}
        if k in g.TABLE:
            p, how = g.percentile(k, F(v))
            assert how != "interpolated", (k, v, how)  # every sum within the table has its row
            outside += how == "clamped"
            scores[k].update(percentile=float(p), method=how)
        if with_bands:
            scores[k]["bands"] = bands(k, F(v))
    scores["balance_acce"] = {"value": abs(raw["AC"] - raw["CE"] - 9), "converted": None, "percentile": None}
    scores["balance_aero"] = {"value": abs(raw["AE"] - raw["RO"] - 6), "converted": None, "percentile": None}

    x, y = F(value["ACCE"]), F(value["AERO"])
    px, py = (g.thirds(v, *cuts, SEM[k]) for v, cuts, k in ((x, CUTS["y"], "ACCE"), (y, CUTS["x"], "AERO")))
    p = {g.NAMES[i, j]: px[i] * py[j] for i in px for j in py}
    ranked = sorted(g.ORDER, key=lambda c: (-p[c], g.ORDER.index(c)))
    preference, agreement = g.chance(sets), g.chance(contexts)
    style, ways = style_of(x, y), one_swap(sets)
    scores["style"] = {"value": None, "class": style, "likeliest": ranked[0], "runnerUp": ranked[1],
                       "cannotTell": p[ranked[0]] < .5 or not preference["aboveChance"],
                       "probabilities": {c: g.nine(p[c]) for c in g.ORDER}}
    near = any(abs(v - c) <= 1 for v, cuts in ((x, CUTS["y"]), (y, CUTS["x"])) for c in cuts)

    free = key_free(sets, contexts)
    d, regions = agreement["d"], [r for _, r in free["lists"]["contexts"]]
    most = max(contexts.count(s) for s in contexts)
    flags = [code for code, on in [
        ("RAW_OUTSIDE_NORM_RANGE", outside >= 1), ("EXCESSIVE_TRUNCATION", outside >= 2),
        ("LOW_W_PATTERN", d < 16), ("HIGH_W_UNIFORMITY", d > 304), ("LFI_NOT_ABOVE_CHANCE", d <= 100),
        ("LFI_REPEATED_PATTERN_6PLUS", most == 6), ("LFI_REPEATED_PATTERN_7PLUS", most >= 7),
        ("NEAR_STYLE_BOUNDARY", p[ranked[0]] < .5 or near or bool(ways)),
        ("NO_PREFERENCE_ABOVE_CHANCE", preference["d"] <= 152)] if on]
    used = sorted((c for c in g.ORDER if c in regions and c != style), key=lambda c: -regions.count(c))
    lists = dict(free["lists"], backup_styles=[[c, regions.count(c), [i for i, r in zip(g.CONTEXT, regions) if r == c]] for c in used])
    out = {"scores": {**scores, **free["scores"]}, "chance": free["chance"], "lists": lists, "flags": flags}
    if ways:
        out["robustness"] = {"style": {"swaps": 1, "ways": ways}}
    return out


def key_free(sets, contexts):
    preference, agreement = g.chance(sets), g.chance(contexts)
    d, lp = agreement["d"], g.lfi_percentile(agreement["d"])
    word = "low" if lp < F("33.34") else "moderate" if lp <= F("66.67") else "high"
    if d <= 100 and preference["d"] <= 152:
        word = "undetermined"
    return {"scores": {"W": {"value": agreement["w"]},
                       "LFI": {"value": float(1 - g.w_printed(contexts)), "converted": None, "percentile": float(lp),
                               "class": word, "method": "exact", "swapRange": g.lfi_range(contexts)}},
            "chance": {"preference": preference, "W": agreement},
            "lists": {"contexts": [[i, g.region(*s)] for i, s in zip(g.CONTEXT, contexts)]}}


def write(path, vectors):
    head = {"format": "kitewise-vectors/1", "instrument": "klsi-4.0", "version": "4.0.0", "made": "tools/vectors/licensed.py"}
    text = ",\n".join(json.dumps(v, separators=(",", ":")) for v in vectors)
    path.write_text(json.dumps(head)[:-1] + ', "vectors": [\n' + text + "\n]}\n")
    print(path.relative_to(ROOT), len(vectors), "vectors")


def forms():
    worked = [tuple(map(int, w)) for w in g.WORKED.split()]
    yield "worked rankings", worked[:12], worked[12:]
    g.RNG.seed(20131104)
    for n in range(200):
        if n % 4 == 0:
            yield f"form {n + 1}", [RNG.choice(g.PERMS) for _ in range(12)], [RNG.choice(g.PERMS) for _ in range(8)]
        else:
            yield f"form {n + 1}", g.leaning(12, RNG.choice([.1, .5, 1, 1.5, 2.5])), g.leaning(8, RNG.choice([.1, .5, 1, 2]))
    for m, j in zip(g.MODES, range(4)):  # each scale at its two ends, 11 and 44
        for top in (1, 4):
            order = [r for r in (1, 2, 3, 4) if r != top]
            sets = [tuple(order[:j] + [top] + order[j:]) for _ in range(12)]
            assert sums(sets)[m] == 11 * top
            yield f"{m} {11 * top}", sets, worked[12:]


def nonsense():
    """A wording without meaning, so that nobody takes it for a real one."""
    rng = random.Random(44)
    syllables = ["ba", "ke", "lo", "mi", "nu", "pra", "ri", "so", "ta", "ven", "wil", "zo"]
    word = lambda: "".join(rng.choice(syllables) for _ in range(rng.randint(2, 3)))
    text = lambda lang: " ".join([word() for _ in range(rng.randint(2, 4))] + [lang])
    with open(FOLDER / "nonsense.csv", "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["item", "ending", "scored", "en", "id"])
        for i in g.STYLE + g.CONTEXT:
            if i in g.CONTEXT:
                out.writerow([i, "title", "", text("(en)"), text("(id)")])
            out.writerow([i, "", "", text("(en)"), text("(id)")])
            for m in g.MODES:
                scored = "no" if i in g.STYLE and (int(i[1:]), m) in UNSCORED else "yes"
                out.writerow([i, m, scored, text("(en)"), text("(id)")])


def main():
    every = list(forms())
    answers = lambda sets, contexts: [list(s) for s in sets + contexts]
    write(SHIPPED, [{"id": n, "answers": answers(s, c), "expect": key_free(s, c)} for n, s, c in every])
    write(FOLDER / "vectors.json", [{"id": n, "answers": answers(s, c), "expect": outcome(s, c, k < 40)}
                                    for k, (n, s, c) in enumerate(every)])
    nonsense()


if __name__ == "__main__":
    main()
