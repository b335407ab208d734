"""Compute KPIs with pandas, from events and rows of the mart. Runs in an environment that has it.

It knows the definitions in words (`docs/kpis.md`) and none of the program's own statements: times come from
the events of a case, verdicts from due instants and ends. Prints the figures as JSON, by KPI.
"""

import json
import sys
from typing import Any

import numpy as np  # type: ignore[import-not-found,unused-ignore]
import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]
import psycopg

SCALES = {"csat": (4, None), "nps": (9, 6), "ces": (5, None)}
"""From which score on an answer is a good one, and up to which a bad one takes from the mean."""


def main() -> int:
    """Print the figures of the record at a URL."""
    with psycopg.connect(sys.argv[1]) as connection:
        frames = {name: _frame(connection, name) for name in ("fact_case", "fact_case_event", "clocks")}
        ratings = _frame(connection, "fact_satisfaction")
    cases, events = frames["fact_case"], frames["fact_case_event"]
    events["kind"] = events["event_type"].str.partition(".")[0]
    events = events.sort_values(["occurred_at", "version"])
    figures = {**_counts(cases, events), **_times(cases, events), **_promises(frames["clocks"])}
    for scale, (good, bad) in SCALES.items():
        figures[scale] = _scores(ratings[ratings["scale"] == scale], good, bad)
    print(json.dumps(figures))
    return 0


def _frame(connection: Any, view: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from mart.v1_{view}")  # noqa: S608  ours
        return pd.DataFrame(cursor.fetchall(), columns=[each.name for each in cursor.description])


def _share(of: Any, hits: Any) -> dict[str, float]:
    return {"count": int(of), "hits": int(hits)}


def _counts(cases: Any, events: Any) -> dict[str, Any]:
    by_kind = events.groupby("kind")["case_key"]
    had = {kind: set(keys) for kind, keys in by_kind}
    number = {kind: len(keys) for kind, keys in by_kind}
    ended = had.get("CaseResolved", set()) | had.get("CaseClosed", set())
    every, own = len(cases), set(cases[cases["merged_at"].isna()]["case_key"])
    return {
        "cases_received": {"count": len(had["CaseReceived"])},
        "reopened_cases": _share(len(ended), len(had.get("CaseReopened", set()))),
        "reopen_events": {"count": number.get("CaseReopened", 0)},
        "handed_over_cases": _share(every, len(had.get("CaseHandedOver", set()))),
        "handover_events": {"count": number.get("CaseHandedOver", 0)},
        "resolution_rate": _share(len(own), len(own & _standing_resolved(events))),
    }


def _standing_resolved(events: Any) -> set[str]:
    """Return the cases that were resolved and are not open again."""
    turns = events[events["kind"].isin(["CaseResolved", "CaseReopened"])]
    last = turns.groupby("case_key")["kind"].last()
    return set(last[last == "CaseResolved"].index)


def _times(cases: Any, events: Any) -> dict[str, Any]:
    received = events[events["kind"] == "CaseReceived"].set_index("case_key")["occurred_at"]
    resolved = events[events["kind"] == "CaseResolved"].groupby("case_key")["occurred_at"]
    is_open = set(cases[cases["status"] == "open"]["case_key"])
    acknowledged = events[events["kind"] == "ReceiptAcknowledged"].groupby("case_key")["occurred_at"].min()
    last = resolved.max()
    return {
        "first_resolution_time": _distribution(resolved.min() - received),
        "final_resolution_time": _distribution(last[~last.index.isin(is_open)] - received),
        "acknowledge_time": _distribution(acknowledged - received),
    }


def _distribution(taken: Any) -> dict[str, float]:
    seconds = (taken.dropna() / pd.Timedelta(seconds=1)).to_numpy()
    found: dict[str, float] = {"count": len(seconds)}
    if len(seconds):
        found |= {
            "median_seconds": float(np.percentile(seconds, 50)),
            "p90_seconds": float(np.percentile(seconds, 90)),
            "mean_seconds": float(seconds.mean()),
        }
    return found


def _promises(clocks: Any) -> dict[str, Any]:
    kept = clocks["verdict"].eq("met") & clocks["ended_at"].le(clocks["due_at"])
    broken = clocks["was_breached"].astype(bool)
    judged = clocks[kept | broken]
    return {"clock_attainment": _share(len(judged), (kept & ~broken).sum())}


def _scores(ratings: Any, good: int, bad: int | None) -> dict[str, float]:
    voice = ratings["contact_key"].fillna("") + "/" + ratings["told_by"].fillna("")
    keys = [ratings["case_key"], ratings["cycle"], voice]
    latest = ratings.sort_values(["rated_at", "source_position"]).groupby(keys).tail(1)
    is_good = latest["score"] >= good
    found = _share(len(latest), is_good.sum())
    if len(latest):
        mean = float(latest["score"].mean())
        if bad is not None:
            mean = 100 * float(is_good.mean() - (latest["score"] <= bad).mean())
        found["mean_score"] = mean
    return found


if __name__ == "__main__":
    sys.exit(main())
