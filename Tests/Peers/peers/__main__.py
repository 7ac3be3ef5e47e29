"""The command; see deploy/peers."""

import argparse
import concurrent.futures
import json
import os
import sys
import tempfile

from . import cases, certificates, compare, run

MAIN = ("start", "status", "body", "header.Location", "upstream.server", "upstream.line")
RECORDED = os.path.join(cases.HERE, "recorded")


def main():
    options = parse()
    groups = [group for group in cases.load() if chosen(group, options)]
    with tempfile.TemporaryDirectory(prefix="peers-certs-") as certs:
        certificates.make(certs)
        if options.record:
            record(groups, run_all(groups, "traefik", options.traefik, certs, options.jobs, run.settled), not options.only)
            return 0
        recorded = load_recorded()
        if options.live:
            recorded = run_all(groups, "traefik", options.traefik, certs, options.jobs)
        usher = run_all(groups, "usher", options.usher, certs, options.jobs)
    return report(groups, recorded, usher, options)


def parse():
    parser = argparse.ArgumentParser(prog="deploy/peers", description="Compares usher with Traefik's outcomes.")
    parser.add_argument("--only", metavar="PATTERN", help="only groups or cases whose name contains this")
    parser.add_argument("--show", metavar="CASE", help="print both sides of the cases whose name contains this, in full")
    parser.add_argument("--usher", metavar="PATH", help="the usher to ask", required=True)
    parser.add_argument("--traefik", metavar="PATH", help="the Traefik to ask with --live and --record")
    parser.add_argument("--live", action="store_true", help="ask Traefik now instead of comparing with what is recorded")
    parser.add_argument("--record", action="store_true", help="ask Traefik only, and record what it does")
    parser.add_argument("--brief", action="store_true", help="print the totals only")
    parser.add_argument("--jobs", type=int, default=4, help="how many groups run at the same time")
    return parser.parse_args()


def chosen(group, options):
    pattern = options.only or options.show
    return not pattern or pattern in group["id"] or any(pattern in request["id"] for request in group["requests"])


def run_all(groups, kind, binary, certs, jobs, runner=run.run_group):
    outcomes = {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for part in pool.map(lambda group: runner(group, kind, binary, certs), groups):
            outcomes |= part
    return outcomes


def load_recorded():
    outcomes = {}
    for file in sorted(os.listdir(RECORDED)):
        with open(os.path.join(RECORDED, file), encoding="utf-8") as text:
            outcomes |= json.load(text)
    return outcomes


def record(groups, outcomes, whole):
    """One file per feature. A partial run replaces only what it asked for."""
    known = cases.names()
    for feature in sorted({group["feature"] for group in groups}):
        path = os.path.join(RECORDED, f"{feature}.json")
        kept = {}
        if not whole and os.path.exists(path):
            with open(path, encoding="utf-8") as text:
                kept = {name: value for name, value in json.load(text).items() if name in known}
        own = {name: value for name, value in outcomes.items() if name.startswith(feature + "/")}
        with open(path, "w", encoding="utf-8") as text:
            json.dump(kept | own, text, indent=1, ensure_ascii=False, sort_keys=True)
            text.write("\n")
    print(f"{len(outcomes)} outcomes recorded")


def report(groups, recorded, usher, options):
    """Prints the table; 1 when there is something new."""
    known, totals = compare.Differences(), {}
    for name, outcome in usher.items():
        row = totals.setdefault(name.split("/")[0], {"same": 0, "known": 0, "new": 0})
        if name not in recorded:
            print(f"{name}: not recorded")
            row["new"] += 1
            continue
        row[judge(name, recorded[name], outcome, known, options)] += 1
        if options.show and options.show in name:
            print(json.dumps({"traefik": recorded[name], "usher": outcome}, indent=1, ensure_ascii=False))
    print_totals(totals)
    if not (options.only or options.show):
        for entry in known.unused():
            print(f"no longer seen: {entry['cases']} {entry['fields']}: {entry['reason']}")
    return 1 if any(row["new"] for row in totals.values()) else 0


def judge(name, traefik, usher, known, options):
    found = compare.differing(traefik, usher)
    news = [item for item in found if known.reason(name, *item) is None]
    if news and not options.brief:
        print(f"NEW {name}")
        if any(field in ("status", "upstream.server", "start") for field, _, _ in news):
            news = [item for item in news if item[0] in MAIN]
        for field, theirs, ours in news:
            print(f"    {field}: Traefik {quoted(theirs)}, usher {quoted(ours)}")
    return "new" if news else ("known" if found else "same")


def quoted(value):
    return "has none" if value is None else json.dumps(value, ensure_ascii=False)


def print_totals(totals):
    totals["all"] = {key: sum(row[key] for row in totals.values()) for key in ("same", "known", "new")}
    print(f"{'feature':<14}{'same':>7}{'known':>7}{'NEW':>7}")
    for feature, row in totals.items():
        print(f"{feature:<14}{row['same']:>7}{row['known']:>7}{row['new']:>7}")


if __name__ == "__main__":
    sys.exit(main())
