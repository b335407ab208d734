"""KPIs of surveys and ratings, slowly and straight from the events."""

from typing import Any

Figures = dict[str, float | int | None]


def slow_satisfaction(cases: list[list[Any]]) -> dict[str, Figures]:
    """Return the figures of cases, each given by its events in order of version."""
    nps = [score for each in cases for score in latest_scores(each, "nps")]
    ces = [score for each in cases for score in latest_scores(each, "ces")]
    balance = [100 * ((score > 8) - (score < 7)) for score in nps]
    sent = [survey for each in cases for survey in surveys_of(each)]
    told = [each for case in cases for each in case if each.STORED_NAME == "SatisfactionRated.v1"]
    return {
        "ratings_raised": share(sum(bool(each.is_raised) for each in told), len(told)),
        "ratings_by_shown_links": share(
            sum(bool(each.by_shown_link) for each in told), sum(each.told_by == "customer" for each in told)
        ),
        "nps": scored(sum(score > 8 for score in nps), balance),
        "ces": scored(sum(score > 4 for score in ces), ces),
        "survey_response_rate": share(sum(sent), len(sent)),
    }


def surveys_of(events: list[Any]) -> list[bool]:
    """Return of each survey that was sent whether anything answers it."""
    sent = [each.survey_id for each in events if each.STORED_NAME == "SurveySent.v1"]
    answers = ("SurveyAnswered.v1", "SatisfactionRated.v1")
    answered = {each.survey_id for each in events if each.STORED_NAME in answers}
    return [each in answered for each in sent]


def latest_scores(events: list[Any], scale: str) -> list[int]:
    latest: dict[Any, Any] = {}
    for each in events:
        if each.STORED_NAME == "SatisfactionRated.v1" and each.scale == scale:
            voice = each.cycle, each.contact_id or each.survey_id
            before = latest.get(voice)
            if before is None or each.occurred_at >= before.occurred_at:
                latest[voice] = each
    return [each.score for each in latest.values()]


def share(hits: int, count: int) -> Figures:
    return {"count": count, "hits": hits, **({"ratio": hits / count} if count else {})}


def scored(hits: int, scores: list[int]) -> Figures:
    return {**share(hits, len(scores)), **({"mean_score": sum(scores) / len(scores)} if scores else {})}
