"""Words too common to be asked for, by language, in folded form."""

from __future__ import annotations

_LISTS: dict[str, str] = {
    "en": """a about after all am an and any are as at be because become becomes been before but
        by can could did do does during each for from had has have he her hers herself him
        himself his how i if in into is it its itself just may me might more most my myself no
        not of on one only or other our own s same she should so some than that the their them
        themselves then there these they this to too up very was we were what when where which
        while who whose why will with would you your""",
    "fr": """a ai au aux avec c ce ces cette ceux chaque chez comment d dans de des donc dont du
        elle elles en est et ete etre eu faire fait il ils je l la le les leur leurs lorsque lui
        m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas peut plus pour
        pourquoi qu quand que quel quelle qui quoi s sa se sera ses si son sont sur t toi tous
        tout toutes un une vos votre vous y""",
    "de": """aber alle allem allen aller alles als am an anderen auch auf aus bei bin bis da
        dann das dass dem den der deren des dessen die dies diese diesem dieser dir doch du
        durch ein eine einem einen einer eines einmal er es etwas euch fur ganz haben hat hatte
        hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ist ja jede jedem jeden
        jeder jetzt kann man mein mich mir mit muss nach nicht noch nur oder sehr sein seine
        seinem seinen seiner selbst sich sie sind so sollen sondern spater uber um und uns unter
        vom von vor wann war waren was weil welche welchem welchen welcher welches wenn wer
        werde werden wie wieder wir wird wo wurde wurden zu zum zur zwischen""",
    "es": """a al antes cada como con cual cuales cuando cuanta cuantas cuanto cuantos de del
        desde donde durante el ella ellas ellos en entre es eso esos esta estas este esto estos
        ha hacer hasta hay la las le les lo los mas me mi muy no nos nosotros o otra otras otro
        otros para pero por porque puede pueden que quien quienes se segun ser si sin sino sobre
        son soy su sus tambien tiene tu tus un una unas unos vosotros y ya""",
    "it": """a ai al alla alle allo anche avere che chi ci come con cosa cui d da dai dal dalla
        degli dei del dell della delle di dopo dove e ed essere fa fare gli ha hanno i il in io
        l la le lei lo loro lui ma mi mio molto nei nel nella nelle nello noi non o ogni per
        perche piu prima puo quale quali quando quante quanti quanto quella quelle quelli quello
        questa queste questi questo se si sia solo sono su sua sue sul sulla suo suoi tra tutti
        tutto un una uno voi""",
    "nl": """aan al alle alles als andere ben bij daar dan dat de den der deze die dit doen door
        dus een eens en er ge geen haar had heb hebben heeft hem hen het hier hoe hun iets ik in
        is ja je jullie kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet
        nog nu of om omdat onder ons onze ook op over te tegen toch toen tot u uit uw van veel
        voor waar waarom want waren was wat we welke werd wie wij wil worden wordt zal ze zelf
        zich zichzelf zijn zo zou zulke""",
    "pt": """a ao aos aquela aquele as ate cada com como cuja cujo da das de dela dele depois do
        dos e ela elas ele eles em entao entre era essa esse esta estao estar este eu fazer foi
        for foram ha isso isto ja la lhe mais mas me meu minha muito na nao nas no nos nosso num
        numa nunca o onde os ou outra outro para pela pelas pelo pelos pode por porque posso
        quais qual quando quantas quantidade quanto quantos que quem se seja sem ser sera seu
        seus so sobre sua suas tambem tem ter um uma voce""",
    "ro": """a acea aceasta acei acest acesta aceste acestea acestei acestor acestui ai al ale
        am ar are as asta asupra atat atunci au avea aveau ca cand care cat cate cati ce cea cei
        cel cele cine cu cum da daca dar de deci despre din dintre doar dupa este eu exista fara
        fi fie fiecare foarte fost iar ii il in inainte insa intre isi la langa le lor lui mai
        mea mei meu ne nici niste noi nostru nu numai o ori ou pe pentru poate prea prin sa sau
        se si spre sub sunt toate tot toti tu un unde unei unor unui va voi vor""",
    "nb": """alle andre at av bare ble bli blir blitt da de dem den der dere det dette di din
        disse dit du egen eller en enn enten er et etter for fra gjor gjore hadde han hans har
        henne hennes her hos hun hva hvem hvilke hvis hvor hvordan hvorfor i ikke ingen inn ja
        jeg kan kun kunne man mange med meg mellom men min mine mitt mot nar nei noe noen og om
        opp oss over pa sa seg selv siden sin sine sitt skal skulle slik som store til under
        ut vaere vaert var vare vart ved vi vil ville""",
    "sv": """alla andra att av bara blev bli blir blivit da dar de dem den denna deras dess
        dessa det detta dig din dina ditt du efter egen ej eller en er ett fick for fran gor
        gora ha hade han hans har henne hennes hon honom hos hur i ingen ingenting inom inte jag
        ju kan kanske kunde man med medan mellan men mig min mina mitt mot mycket nagon nagot
        nagra nar nej ni nu och olika om oss pa sa sadan samma sedan sig sin sina sitt sjalv
        sjalva ska skulle som till under upp ut utan vad var vara varfor varit varje vars
        vart vem vems vi vid vilka vill""",
    "pl": """a aby albo ale bardzo beda bede bedzie bez by byc byl byla bylem bylo byly ci
        ciebie co czemu czy dla dlaczego do gdy gdzie go i ich ile ilu im inne innych ja jak
        jaka jaki jakie jako je jednak jego jej jesli jest jestem jeszcze ju kazdy kiedy kto
        ktora ktore ktorego ktorej ktory ktorych ktorym lub ma mi mnie moga moj moja moje moze
        na nad nam nas nasz naszego nich nie niego niej nim niz np o od on ona ono oraz po pod
        przed przez przy sa sam sama same samo sie soba swoich swoj swoje tak tam te tego tej
        temu ten to twoj tych tylko tym u w we wiec wszystko wy z za zawsze ze zeby""",
    "el": """αλλα αλλο αν απο αυτα αυτες αυτη αυτο αυτος αυτους για γιατι γινεται γινονται δε
        δεν εαν ειμαι ειναι εισαι ειχε εκει εν ενα ενας εχει εχουν εχω η ηταν θα κ καθε και κατα
        κατι με μεσα μετα μεταξυ μη μια μονο μου να ο οι οποια οποιο οποιος οπως οσα οσο οταν
        οτι ουτε περι πια ποια ποιο ποιος πολυ ποσα ποσο ποσοι που πρεπει πριν προς πως σας σε
        σου στα στη στην στις στο στον στους τα τη την της τι τιποτα τις το τον τοτε του τους
        των τωρα υπο χωρις ως""",
}

#: language → folded stop words.
STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.replace("ς", "σ").split()) for language, words in _LISTS.items()
}
