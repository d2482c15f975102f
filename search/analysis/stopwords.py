"""Words too common to be asked for, by language, in folded form."""

from __future__ import annotations

_LISTS: dict[str, str] = {
    "en": """a about after all an and any are as at be been but by can could did do does for from
        had has have how i if in into is it its me my no not of on or our s she he should so some
        that the their them there these they this to up was we were what when where which who why
        will with would you your""",
    "fr": """a ai au aux avec c ce ces cette comment d dans de des du elle en est et eu il ils je l
        la le les leur leurs lui m ma mais me mes mon n ne nos notre nous on ou par pas plus pour
        qu quand que quel quelle qui quoi s sa se ses si son sont sur t un une vos votre vous y""",
    "de": """als am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser
        dir du durch ein eine einem einen einer eines er es fur hat haben ich ihr im in ist ja kann
        man mein mit nach nicht noch nur oder sein sich sie sind so uber um und uns unter vom von
        vor wann war was welche wenn wer wie wir wird wo zu zum zur""",
    "es": """a al como con cual cuando de del desde donde el ella en entre es esta este esto ha hay
        la las le les lo los mas me mi muy no nos o para pero por que quien se ser si sin sobre son
        su sus tiene un una unos unas y ya""",
    "it": """a ai al alla alle allo anche che chi ci come con d da dal dalla dei degli del dell
        della delle di dove e ed gli ha i il in io l la le lo ma mi nei nel nella nelle non o ogni
        per piu quale quando se si sono su sul sulla tra un una uno""",
    "nl": """aan al als bij dan dat de den der deze die dit door een en er het hoe ik in is je kan
        kunnen maar me met mijn na naar niet nog of om onder ook op over te tot uit van veel voor
        waar waarom was wat we welke wie wij wordt zich zijn zo""",
    "pt": """a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu foi
        ha isso isto ja la lhe mais mas me meu muito na nao nas no nos o onde os ou para pela pelo
        por qual quando que quem se sem ser seu sua so sobre tem um uma""",
    "ro": """a acest aceasta al ai ale am ar are as asta atunci au ca care ce cea cei cel cele cine
        cu cum cand da dar de despre din dintre dupa este eu fara fi fost in intre iar ii il isi la
        le lor lui mai ne nu o pe pentru prin sa sau se si sunt sub un unde unei unor unui va""",
    "nb": """alle at av bare da de den der det dette di din disse du eller en er et etter for fra
        han har hun hva hvem hvilke hvor hvordan hvorfor i ikke jeg kan man med meg mellom men min
        nar og om oss over pa sa seg selv sin skal som til under ut var ved vi vil""",
    "sv": """alla att av bara da de den denna det detta dig din du efter ej eller en er ett for fran
        han har hon hur i inte jag kan man med mellan men mig min nar och om oss pa sa sig sin ska
        som till under ut vad var vem vi vid vilka vill""",
    "pl": """a aby albo ale bez by byc czy co dla do gdy gdzie i ich ile jak jaka jaki jakie jego
        jej jest jestem ju kiedy kto ktora ktore ktory lub ma mi mnie moze na nad nie o od on ona
        oraz po pod przez przy sa sie tak tam te tego ten to tylko w we z za ze""",
    "el": """αν απο αυτη αυτο αυτος για δε δεν ειναι εκει ενα ενας εν η ηταν θα και κατα με μετα μη
        μια μου να ο οι οπως οταν οτι που πρεπει προς πως σας σε στα στη στην στις στο στον στους
        τα τη την της τι τις το τον του τους των ως""",
}

#: language → folded stop words.
STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.replace("ς", "σ").split()) for language, words in _LISTS.items()
}
