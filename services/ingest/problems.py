"""What can be wrong with a request to ingest; the documents themselves are `shared.problems`."""

from __future__ import annotations

from shared.problems import BAD_REQUEST, BROKEN, MEDIA_TYPE, NOT_FOUND, UNAUTHORIZED, Kind, Problem

__all__ = [
    "BAD_REQUEST",
    "BROKEN",
    "FORBIDDEN",
    "INVALID",
    "MEDIA_TYPE",
    "NOT_FOUND",
    "REJECTED",
    "REUSED",
    "TIMEOUT",
    "TOO_LARGE",
    "TOO_MANY",
    "UNAUTHORIZED",
    "UNAVAILABLE",
    "UNSUPPORTED",
    "Kind",
    "Problem",
]

FORBIDDEN = Kind(403, "forbidden", "This key may not do that")
TIMEOUT = Kind(408, "timeout", "The body did not arrive in time")
TOO_LARGE = Kind(413, "too-large", "The body is too large")
UNSUPPORTED = Kind(415, "unsupported-media-type", "This media type is not taken")
INVALID = Kind(422, "invalid", "The fields are not as they should be")
REUSED = Kind(422, "idempotency-key-reused", "The key belongs to another request")
TOO_MANY = Kind(429, "too-many-requests", "Too many requests")
REJECTED = Kind(422, "rejected", "This cannot be taken as an article")
UNAVAILABLE = Kind(503, "unavailable", "The article cannot be taken now")
