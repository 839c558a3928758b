"""`python -m tests.docs`: make the parts of docs/ that are made from the code anew."""

from tests.docs.reference import DOCS, PARTS, renewed

for page in PARTS:
    path = DOCS / page
    path.write_text(renewed(page, path.read_text(encoding="utf-8")), encoding="utf-8")
