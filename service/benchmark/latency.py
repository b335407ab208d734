"""`p99_vs_raw_commit`: how late the slowest hundredth is answered at half load."""

from collections.abc import Sequence
from statistics import median

from service import main
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.http_targets import Targets, under_load
from service.benchmark.laboratory import Laboratory
from service.benchmark.plain_inserts import make_table
from service.benchmark.plan import Plan
from service.benchmark.workload import open_account, recorded_row

MILLISECONDS = 1_000


async def measure_latency(
    lab: Laboratory, targets: Targets, plan: Plan, largest_loads: Sequence[float]
) -> Finding:
    """Send commands on time at a share of the largest load, and commit single rows beside them.

    Both see the same machine at the same moment: the client, the server and the disk.
    """
    async with main.record(lab.url) as application:
        await open_account(application)
        insert = make_table(lab.url, await recorded_row(application))
    rate = median(largest_loads) * plan.load_share
    ours, raw = [], []
    for _ in range(plan.rounds):
        tally = await under_load(lab, targets.single, plan.slice_seconds, rate=rate, probe_insert=insert)
        ours.append(tally.p99_seconds * MILLISECONDS)
        raw.append((tally.probe_p99_seconds or 0) * MILLISECONDS)
    return of_rounds("p99_vs_raw_commit", ours, raw, {"load_a_second": rate})
