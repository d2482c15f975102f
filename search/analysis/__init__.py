"""Words: splitting, folding, stemming, compounds, snippets and spelling, for both sides of search.

Pure functions without models; the same ones prepare what is indexed and what is asked for, so that
no engine needs analysis of its own. Tried on the field's words: accents, stemming and compounds are
done here because the engines' stemmers miss words such as fengsel / fengsler.
"""

from __future__ import annotations
