"""The kinds of jobs, and the program that does the steps of each."""

from collections.abc import Mapping

CERTIFICATES, LETTERS, VISITS, RANKING = "certificates", "letters", "visits", "ranking"
PROGRAMS: Mapping[str, str] = {
    CERTIFICATES: "formgen.awards.batch",
    LETTERS: "formgen.letters.batch",
    VISITS: "formgen.review.batch",
    RANKING: "formgen.review.batch",
}
