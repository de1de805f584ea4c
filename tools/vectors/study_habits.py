#!/usr/bin/env python3
"""Writes instruments/study-habits/1.0.0/vectors.json.

An independent calculation of what the program must give, from the rules in
SOURCE.md. It shares no code with the program and goes other ways where there
are any: bands by the mean answer instead of the sum, the total as a mean of
means, the variance from all pairs of answers, runs by grouping. Needed only to
renew the vectors; tests do not run it.

    python3 tools/vectors/study_habits.py             writes the vectors
    python3 tools/vectors/study_habits.py --simulate  how often the halves disagree
"""
import itertools
import json
import random
import sys
from fractions import Fraction as F
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "instruments/study-habits/1.0.0/vectors.json"
RNG = random.Random(20)

# Items by scale in the order of the halves; a minus turns the item round.
SCALES = {"planning": (1, -6, 9, -14, 18), "attention": (2, 5, -11, 16, -19),
          "practising": (4, -8, 12, -17, 20), "help": (-3, 7, 10, 13, 15)}
OWN = {abs(n): s for s, items in SCALES.items() for n in items}
TURNED = {-n for items in SCALES.values() for n in items if n < 0}


# ---- the rules -------------------------------------------------------------

def keyed(x, n):
    """The answer to an item as it counts; None when it is open."""
    return None if x[n] is None else 6 - x[n] if n in TURNED else x[n]


def band(mean):
    return "low" if mean < F(5, 2) else "middle" if mean < F(7, 2) else "high"


def means(x):
    """The mean counted answer of each scale, None under four answers."""
    out = {}
    for s, items in SCALES.items():
        given = [k for k in (keyed(x, abs(n)) for n in items) if k is not None]
        out[s] = F(sum(given), len(given)) if len(given) > 3 else None
    return out


def longest_run(x):
    return max((len(list(g)) for v, g in itertools.groupby(x[n] for n in range(1, 21)) if v is not None), default=0)


def variance(given):
    """Divisor n - 1, from the squared differences of all pairs."""
    n = len(given)
    return F(sum((a - b) ** 2 for a, b in itertools.combinations(given, 2)), n * (n - 1))


def gap(x):
    """Mean distance of the odd from the even places over the scales with four
    answers or more; None under two such scales."""
    gaps = []
    for s, mean in means(x).items():
        if mean is None:
            continue
        half = [[], []]
        for place, n in enumerate(SCALES[s]):
            k = keyed(x, abs(n))
            half[place % 2] += [] if k is None else [k]
        gaps.append(abs(F(sum(half[0]), len(half[0])) - F(sum(half[1]), len(half[1]))))
    return F(sum(gaps), len(gaps)) if len(gaps) > 1 else None


def flags(x, w1):
    given = [x[n] for n in range(1, 21) if x[n] is not None]
    wide = gap(x)
    rules = [("WORN_OUT", w1 == 5), ("WORN_OUT_OPEN", w1 is None), ("LONG_RUN", longest_run(x) >= 12),
             ("LOW_SPREAD", len(given) >= 10 and variance(given) < F(9, 100)),
             ("HALVES_DISAGREE", wide is not None and wide >= F(3, 2)),
             ("MANY_MISSING", 10 * (20 - len(given)) > 20), ("NO_NORMS", True), ("OWN_BANDS", True)]
    return [code for code, raised in rules if raised]


def score(x, w1):
    scores, m = {}, means(x)
    for s, mean in m.items():
        scores[s] = {"value": None, "class": "", "reason": "too_few"}
        if mean is not None:
            scores[s] = {"value": float(5 * mean), "class": band(mean), "reason": ""}
    scores["total"] = {"value": None, "class": "", "reason": "missing_score"}
    if None not in m.values():
        total = sum(m.values()) / 4
        scores["total"] = {"value": float(total), "class": band(total), "reason": ""}
    return {"scores": scores, "flags": flags(x, w1)}


# ---- answers ---------------------------------------------------------------

def read(text):
    """Twenty digits in blocks of five; a dot is open."""
    return {n: None if c == "." else int(c) for n, c in enumerate(text.replace(" ", ""), 1)}


def raw(n, k):
    return 6 - k if n in TURNED else k


def with_sum(scale, total, open_item=None):
    """Answers to one scale whose counted sum is total."""
    items = [abs(n) for n in SCALES[scale] if abs(n) != open_item]
    counts = [total // len(items) + (i < total % len(items)) for i in range(len(items))]
    RNG.shuffle(counts)
    return {n: raw(n, k) for n, k in zip(items, counts)} | ({open_item: None} if open_item else {})


def form(**sums):
    """A form with these sums; (sum, item) leaves that item of the scale open."""
    x = {}
    for s in SCALES:
        want = sums.get(s, 15)
        x |= with_sum(s, *want) if isinstance(want, tuple) else with_sum(s, want)
    return dict(sorted(x.items()))


def drawn(chance_open, low=1, high=5):
    return {n: None if RNG.random() < chance_open else RNG.randint(low, high) for n in range(1, 21)}


def search(wanted, make):
    """The first made form that is wanted."""
    return next(x for x in (make() for _ in itertools.count()) if wanted(x))


# ---- the vectors -----------------------------------------------------------

PLAN = {  # case: answers, w1, the four sums, total, run, variance, gap, flags; worked by hand
    "ordinary": ("42233 24453 42435 34354", 2, (19, 11, 13, 20), F(63, 20), 2, F(379, 380), F(17, 24), ""),
    "prorated to both cuts": ("222.2 43234 43334 32.33", 2, (F(25, 2), 12, F(35, 2), 18), F(3), 3, F(88, 153), F(13, 24), ""),
    "three open in one scale": ("42.33 2.453 42.35 34354", 2, (19, 11, 13, None), None, 2, F(69, 68), F(17, 18), "MANY_MISSING"),
    "all sometimes": ("33333 33333 33333 33333", 2, (15, 15, 15, 15), F(3), 20, F(0), F(0), "LONG_RUN LOW_SPREAD"),
    "all almost always": ("55555 55555 55555 55555", 5, (17, 17, 17, 21), F(18, 5), 20, F(0), F(3),
                          "WORN_OUT LONG_RUN LOW_SPREAD HALVES_DISAGREE"),
    "run of 12": ("44444 44444 44324 35241", 2, (16, 15, 12, 17), F(3), 12, F(84, 95), F(17, 24), "LONG_RUN"),
    "run of 11": ("44444 44444 43324 35241", 2, (16, 15, 11, 17), F(59, 20), 11, F(339, 380), F(5, 8), ""),
    "one other answer": ("33333 33333 33333 33334", 2, (15, 15, 16, 15), F(61, 20), 19, F(1, 20), F(1, 12), "LONG_RUN LOW_SPREAD"),
    "two other answers": ("33333 33333 33333 33344", 2, (15, 14, 16, 15), F(3), 18, F(9, 95), F(1, 6), "LONG_RUN"),
    "total at its cut": ("23323 32423 43243 24333", 2, (12, 13, 12, 13), F(5, 2), 3, F(49, 95), F(1, 2), ""),
    "two open in one scale, w1 open": ("42.33 2.453 42435 34354", None, (19, 11, 13, None), None, 2, F(33, 34), F(17, 18), "WORN_OUT_OPEN"),
    "one open": (".2233 24453 42435 34354", 2, (F(75, 4), 11, 13, 20), F(251, 80), 2, F(59, 57), F(17, 24), ""),
    "all 5 but one open": ("55555 55555 55555 5555.", 2, (17, 17, 15, 21), F(7, 2), 19, F(0), F(3), "LONG_RUN LOW_SPREAD HALVES_DISAGREE"),
}

out = []


def add(name, x, w1=2, hours=None, helps=None):
    x = dict(sorted(x.items()))
    out.append({"id": name, "answers": [x[n] for n in range(1, 21)] + [w1, hours, helps], "expect": score(x, w1)})


def by_hand():
    """The cases of the plan, held against the figures worked by hand."""
    for name, (text, w1, sums, total, run, var, wide, codes) in PLAN.items():
        x = read(text)
        got = tuple(None if m is None else 5 * m for m in means(x).values())
        assert got == sums, (name, got)
        assert longest_run(x) == run and variance([v for v in x.values() if v]) == var and gap(x) == wide, name
        e = score(x, w1)
        assert e["flags"] == codes.split() + ["NO_NORMS", "OWN_BANDS"], (name, e["flags"])
        assert e["scores"]["total"]["value"] == (None if total is None else float(total)), name
        add(name, x, w1, 12.5 if name == "ordinary" else None, "quiet" if name == "ordinary" else None)


def sums():
    for s in SCALES:
        for total in range(5, 26):
            add(f"{s} {total}", form(**{s: total}))
    for s, items in SCALES.items():
        for i, total in enumerate((4, 9, 10, 13, 14, 20)):  # 10 and 14 of four answers are the cuts
            n = abs(items[i % 5])
            add(f"{s} {total} of four, h{n} open", form(**{s: (total, n)}))
        for n in range(2, 6):
            x = form()
            add(f"{s}, {n} open", x | {abs(i): None for i in items[:n]})
    for total in (20, 49, 50, 69, 70, 100):
        part = [total // 4 + (i < total % 4) for i in range(4)]
        add(f"total {total} of 100", form(**dict(zip(SCALES, part))))
    for four, others in ((9, (12, 13, 13)), (10, (12, 12, 13)), (13, (17, 18, 18)), (14, (17, 17, 18))):
        x = form(planning=(four, 9), **dict(zip(("attention", "practising", "help"), others)))
        add(f"total with {four} of four", x)


def checks():
    for at in (1, 5, 9):
        for n in (11, 12, 13):
            if at + n > 21:
                continue
            x = search(lambda x: longest_run(x) == n, lambda: drawn(0) | {i: 4 for i in range(at, at + n)})
            add(f"run of {n} from h{at}", x)
    even = read("22222 2.222 22222 22222")
    add("a run broken by an open item at 7", even)
    add("a run broken by open items at 7 and 14", even | {14: None})
    for n in range(1, 20, 2):  # just over the border of the spread; without one of the two just under
        add(f"all 3 but h{n} and h{n + 1}", {i: 4 if i in (n, n + 1) else 3 for i in range(1, 21)})
    for n in (9, 10, 11):
        add(f"{n} equal answers", {i: 4 if i <= n else None for i in range(1, 21)})
    for n in (10, 11):
        add(f"{n} answers, one other", {i: (5 if i == 1 else 4) if i <= n else None for i in range(1, 21)})
    add("an even two and two", {i: 2 + i % 2 for i in range(1, 21)})
    add("one answer far off", read("33333 33333 33333 33331"))
    for low, high, name in ((F(3, 2), F(3, 2), "at its cut"), (F(17, 12), F(35, 24), "just under"), (F(37, 24), F(19, 12), "just over")):
        for chance in (0, .08):
            add(f"halves {name}, {'some' if chance else 'none'} open",
                search(lambda x: (gap(x) or F(0)) >= low and gap(x) <= high and (None in x.values()) == (chance > 0), lambda: drawn(chance)))
    wide = read("55555 55555 55555 55555")
    for kept in (4, 3, 2, 1):
        lost = [s for s in SCALES][kept:]
        add(f"yes to everything, {kept} scales told", wide | {n: None for n in wide if OWN[n] in lost})
    for n in range(0, 6):
        x = form()
        gone = (1, 2, 4, 3, 6)[:n]  # one in each scale first
        add(f"{n} open over the scales", x | {i: None for i in gone})
    add("nothing answered", {n: None for n in range(1, 21)}, None)
    for w1 in (None, 1, 2, 3, 4, 5):
        add(f"w1 {w1 or 'open'}", form(), w1)
    add("worn out and nothing else", {n: None for n in range(1, 21)}, 5)
    for hours in (0, 0.5, 100):
        add(f"{hours} hours", form(), 3, hours, "a friend")


def random_forms():
    for n in range(60):
        add(f"drawn {n + 1}", drawn(0), RNG.randint(1, 5), RNG.randint(0, 100))
    for n in range(60):
        add(f"drawn with gaps {n + 1}", drawn(RNG.choice((.03, .06, .1, .2, .5))), RNG.choice((None, 1, 3, 5)))
    for n in range(20):
        a = RNG.randint(1, 4)
        add(f"two answers only {n + 1}", drawn(RNG.choice((0, .05)), a, a + 1))


def simulate():
    """How often the halves disagree (20,000 each): drawn answers, honest ones
    (a mean per scale from N(3, .6), noise 1, rounded), 4 or 5 in mixed order."""
    def honest():
        x = {}
        for items in SCALES.values():
            middle = RNG.gauss(3, .6)
            x |= {abs(n): raw(abs(n), min(5, max(1, round(RNG.gauss(middle, 1))))) for n in items}
        return x
    for name, make in (("drawn", lambda: drawn(0)), ("honest", honest), ("4 or 5", lambda: drawn(0, 4, 5))):
        print(name, sum(gap(make()) >= F(3, 2) for _ in range(20000)) / 20000)


def main():
    for part in (by_hand, sums, checks, random_forms):
        part()
    assert len({v["id"] for v in out}) == len(out)
    text = ",\n".join(json.dumps(v, separators=(",", ":")) for v in out)
    head = {"format": "kitewise-vectors/1", "instrument": "study-habits", "version": "1.0.0", "made": "tools/vectors/study_habits.py"}
    FILE.write_text(json.dumps(head)[:-1] + ', "vectors": [\n' + text + "\n]}\n")
    print(len(out), "vectors")


if __name__ == "__main__":
    simulate() if "--simulate" in sys.argv else main()
