"""`p99_vs_raw_commit`: how late the slowest hundredth is answered at half load."""

from collections.abc import Sequence

from service import main
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.http_rates import WARM_UP_SHARE
from service.benchmark.http_targets import single_target, under_load
from service.benchmark.laboratory import Laboratory, caught_up
from service.benchmark.plain_inserts import make_table
from service.benchmark.plan import Plan
from service.benchmark.workload import open_account, recorded_row

MILLISECONDS = 1_000


LARGEST_LOAD = "http_vs_validating_route"


async def measure_latency(lab: Laboratory, plan: Plan, before: Sequence[Finding]) -> list[Finding]:
    """Send commands on time at a share of the largest load found before, and commit single rows meanwhile.

    Both see the same machine at the same moment: the client, the server and the disk.
    """
    [largest] = [finding.figure for finding in before if finding.name == LARGEST_LOAD]
    rate = largest * plan.load_share
    async with main.record(lab.url) as application:
        await open_account(application)
        insert = make_table(lab.url, await recorded_row(application))
    ours, raw = [], []
    with single_target(lab, plan) as target:
        await under_load(lab, target, plan.slice_seconds * WARM_UP_SHARE)
        for _ in range(plan.rounds):
            await caught_up(lab)
            tally = await under_load(lab, target, plan.slice_seconds, rate=rate, probe_insert=insert)
            ours.append(tally.p99_seconds * MILLISECONDS)
            raw.append((tally.probe_p99_seconds or 0) * MILLISECONDS)
    return [of_rounds("p99_vs_raw_commit", ours, raw, {"load_a_second": rate})]
