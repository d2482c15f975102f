"""The weights of the ranking: the only place, the same for every engine.

Each multiplies a BM25 score. They were tried one at a time on the tuning half of the judged
queries (tests/search/judging/judgements); where a change of a third moved nDCG@10 by less than 0.01
the rounder number stayed, so there is nothing to be gained from finer ones. docs/search.md has the
figures.
"""

from __future__ import annotations

#: Folded words of any language. A name finds the thing itself. A word of a title counts in TITLE as
#: well, so that exact spelling needs only a little on top (4.0 instead of 2.0 cost 0.014 nDCG).
FOLDED_WEIGHTS = {"names": 4.0, "exact_title": 2.0, "exact_text": 1.0}
#: Stems: a title says what a record is about, a text mentions many things.
TITLE, TEXT = 3.0, 0.9
#: A word as part of a compound in a text: a little less sure than the word itself.
PARTS = 0.8
#: A compound that was typed, found by all its parts.
ALL_PARTS = 0.6
#: Stems of other languages than the reader's: the same letters may mean something else.
OTHER_LANGUAGE = 0.8
#: Words that stand together as they were typed.
TOGETHER = 1.2
#: The vocabulary's tags: an editor said that this is the subject. BM25 makes rare tags count more
#: than common ones, which nearly every record has (a constant score cost 0.02 nDCG).
CONCEPT, NARROWER = 2.5, 1.0
#: Where only one side or a piece of a label was typed.
PARTIAL = 0.6
#: Where a record is: a country that was named is meant.
COUNTRY = 4.0
#: A name or title of which only the beginning was typed, from this many letters.
BEGINNING, SHORTEST_BEGINNING = 0.5, 5
#: A spelling slip, where too few results have the word as it was typed.
SLIP = 0.4
#: Results that satisfy only some clauses, below those that satisfy enough.
LOOSE = 0.1
#: What other ways of being found add to the best one.
TIE = 0.2
