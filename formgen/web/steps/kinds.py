"""The kinds of jobs, and the program that does the steps of each."""

from collections.abc import Mapping

CERTIFICATES, VISITS, RANKING = "certificates", "visits", "ranking"
PROGRAMS: Mapping[str, str] = {
    CERTIFICATES: "formgen.awards.batch",
    VISITS: "formgen.review.batch",
    RANKING: "formgen.review.batch",
}
