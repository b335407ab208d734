"""Read both logs with pm4py and say what it made of them. Runs in an environment that has it.

pm4py is AGPL-3.0: a client like any other, never a dependency.
"""

import json
import sys
from collections import Counter

import pm4py  # type: ignore[import-not-found,unused-ignore]


def main() -> int:
    """Print what was found as JSON."""
    ocel_file, xes_file = sys.argv[1:3]
    ocel = pm4py.read_ocel2_json(ocel_file)
    log = pm4py.read_xes(xes_file)
    edges, starts, _ = pm4py.discover_dfg(log)
    net = pm4py.discover_petri_net_inductive(log)
    fitness = pm4py.fitness_token_based_replay(log, *net)
    found = {
        "ocel_events": len(ocel.events),
        "ocel_objects": len(ocel.objects),
        "ocel_relations": len(ocel.relations),
        "objects_by_type": dict(Counter(ocel.objects["ocel:type"])),
        "traces": int(log["case:concept:name"].nunique()),
        "events": len(log),
        "edges": len(edges),
        "starts": {str(name): int(count) for name, count in starts.items()},
        "fitness": float(fitness["log_fitness"]),
    }
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
