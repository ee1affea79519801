"""What the source's own sentence does to the words that were cut out of it."""

import pytest

from corpus.judging.context import context_flags, elsewhere_condition, scope_flags, sentence_around
from corpus.judging.judge import decide
from corpus.models import Coverage, Passage, Quote, Statement
from corpus.verdict import Flag, Rating


def flags(source: str, quote: str | None = None) -> set[Flag]:
    """The flags of the words between bars in a source."""
    before, words, after = source.split("|")
    return context_flags(before + words + after, len(before), len(before + words), quote or words)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("If troops appear there, |they will be targets|.", id="if before"),
        pytest.param("|They will be targets| if they appear there.", id="if after"),
        pytest.param("|We will stay| unless they leave.", id="unless"),
        pytest.param("|We will stay| until they leave.", id="until"),
        pytest.param("|We will help| as long as they fight.", id="as long as"),
        pytest.param("Should they come, |we will fight|.", id="should they"),
        pytest.param("Если они придут, |это будут законные цели|.", id="Russian"),
        pytest.param("Wenn sie kommen, |werden sie Ziele sein|.", id="German"),
        pytest.param("|Nous viendrons| à condition que vous partiez.", id="French"),
        pytest.param("如果他们来，|他们会成为目标|。", id="Chinese"),
    ],
)
def test_a_condition_that_the_quote_leaves_out_is_flagged(source: str) -> None:
    assert Flag.CONDITIONAL in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("|We do not plan to go to war|, but if Europe wants to, we are ready.", id="of the next clause"),
        pytest.param("Even if they come, |we will win|.", id="even if"),
        pytest.param("It looks as if |we will win|.", id="as if"),
        pytest.param("If they come, we fight. |We will win|.", id="of the sentence before"),
        pytest.param("|If they come, they will be targets|.", id="in the quote itself"),
    ],
)  # fmt: skip
def test_a_condition_of_something_else_is_not_flagged(source: str) -> None:
    assert Flag.CONDITIONAL not in flags(source)


def test_a_question_quoted_as_a_statement_is_flagged() -> None:
    assert Flag.QUESTION in flags("Do |we want to be slaves|?")
    assert Flag.QUESTION not in flags("Do we agree? |We want to be free|.")
    assert Flag.QUESTION not in flags("|Do we want to be slaves|?", "Do we want to be slaves?")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("My opponent says: “|the war is lost|”.", id="in quotation marks"),
        pytest.param('He says: "|the war is lost|".', id="in straight marks"),
        pytest.param("They declared that they are '|not in the mood|' for it.", id="in single marks"),
        pytest.param("He told me: “Give up, |the war is lost|”.", id="further into a quotation"),
        pytest.param("They say |the war is lost|.", id="they say"),
        pytest.param("Some will say that |the war is lost|.", id="some will say that"),
        pytest.param("According to my opponent |the war is lost|.", id="according to"),
        pytest.param("It has been said that |the war is lost|.", id="it has been said"),
        pytest.param("They want us to believe that |the war is lost|.", id="want us to believe"),
        pytest.param("“|The war is lost|”, my opponent says.", id="the speaker named after"),
        pytest.param("We won.\nAUDIENCE: |Lock her up|!", id="shouted by the audience"),
        pytest.param("We won.\nQ. Mr. Fox said: |the war is lost|?", id="asked by a reporter"),
        pytest.param("|Not one inch to the east| - that's what we were told.", id="what we were told"),
    ],
)
def test_words_of_somebody_else_are_flagged(source: str) -> None:
    assert Flag.QUOTING_OTHERS in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("He said “no”. |The war is lost|.", id="a quotation that is over"),
        pytest.param("The troops' own |food is lost|.", id="a plural's apostrophe"),
        pytest.param("It isn't our fault that |the war is lost|.", id="a contraction"),
        pytest.param("I say to you: |the war is lost|.", id="I say"),
        pytest.param('And I\'ll say to them, "|Read my lips|."', id="told as a quotation of one's own"),
        pytest.param("We won.\nTHE PRESIDENT: |The war is lost|.", id="after the speaker's own label"),
    ],
)
def test_the_speakers_own_words_are_not_flagged_as_somebody_elses(source: str) -> None:
    assert Flag.QUOTING_OTHERS not in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("We are not |planning to go to war with Europe|.", id="not"),
        pytest.param("We don’t |want war with our neighbours|.", id="don't"),
        pytest.param("There is no |such thing as society|.", id="no"),
        pytest.param("Nobody here |wants this war|.", id="nobody"),
        pytest.param("I did not make that statement, nor did I |ever think it|.", id="nor"),
        pytest.param("Without NATO |we will lose this war|.", id="without"),
        pytest.param("I have never said |the war was a mistake|.", id="never said"),
        pytest.param("It is nonsense to say that |the war was a mistake|.", id="nonsense to say"),
        pytest.param("I reject the claim that |the war was a mistake|.", id="reject the claim"),
        pytest.param("The notion that |Ukraine is losing| is flat out false.", id="dismissed afterwards"),
        pytest.param("Let us dispel this fiction that |he knows what he is doing|.", id="fiction"),
        pytest.param("|A war with Europe| is not our plan.", id="denied afterwards"),
        pytest.param("Imagine |the war is lost|.", id="imagine"),
        pytest.param("Мы не |хотим этой войны|.", id="Russian"),
    ],
)
def test_words_that_the_speaker_denies_are_flagged_as_out_of_context(source: str) -> None:
    assert Flag.OUT_OF_CONTEXT in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("I know that |the war is lost|.", id="I know that"),
        pytest.param("Let us not forget that |the war is lost|.", id="not forget"),
        pytest.param("No doubt |the war is lost|.", id="no doubt"),
        pytest.param("We are not only |ready for war| but able.", id="not only"),
        pytest.param("They did not come, and |the war is lost|.", id="not in another clause"),
        pytest.param("No. |The war is lost|.", id="no in another sentence"),
        pytest.param("We do not run: |the war is lost|.", id="not before a colon"),
        pytest.param("|The war is lost|. That is not false.", id="not in the next sentence"),
    ],
)
def test_words_that_the_speaker_stands_by_are_not_flagged_as_out_of_context(source: str) -> None:
    assert Flag.OUT_OF_CONTEXT not in flags(source)


def test_a_whole_sentence_brings_no_flag() -> None:
    assert flags("I came. |We shall fight on the beaches|. They left.") == set()


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        pytest.param("Western troops would be targets", "any troops there will be targets", {Flag.NARROWER}, id="Western for any"),
        pytest.param("all troops would be targets", "Western troops will be targets", {Flag.BROADER}, id="all for Western"),
        pytest.param("Western troops would be targets", "Western troops will be targets", set(), id="the same"),
        pytest.param("troops would be targets", "any troops will be targets", set(), id="neither"),
    ],
)  # fmt: skip
def test_a_narrower_and_a_broader_scope_are_told_apart(
    quote: str, sentence: str, expected: set[Flag]
) -> None:
    assert scope_flags(quote, sentence) == expected


def test_a_condition_of_a_sentence_is_seen_unless_the_quote_has_it() -> None:
    assert elsewhere_condition("If they come, they will be targets.", "They would be targets")
    assert not elsewhere_condition("If they come, they will be targets.", "Targets, if they come")


def test_the_sentence_around_words_reaches_over_all_that_they_touch() -> None:
    text = "One. Two three. Four five. Six."
    assert text[slice(*sentence_around(text, 9, 20))] == "Two three. Four five. "


# --- cuts of seven kinds: (source with the quoted words between bars), misleading and harmless ------------------

WARNINGS = {Flag.CONDITIONAL, Flag.QUESTION, Flag.QUOTING_OTHERS, Flag.OUT_OF_CONTEXT, Flag.QUALIFIED}

DENIED = [
    "Not a single engineer on my staff would ever tell you that |the bridge can carry lorries|.",
    "They would like you to think that we lost the files, that |we burned the copies|, and that nobody was told.",
    "Kein vernünftiger Mensch würde behaupten, dass |die Mieten von selbst sinken|. Wir müssen bauen.",
    "Angeblich |haben wir den Hafen verkauft|. Der Vertrag liegt nicht einmal auf dem Tisch.",
    "Mes adversaires répètent partout une phrase. |Je fermerai les petites écoles.| Je n'ai jamais dit cela.",
    "Quieren hacernos creer que |el agua del río está envenenada|. Los análisis dicen lo contrario.",
    "Nessuno ha mai sostenuto che |il ponte sia sicuro|. Anzi, abbiamo chiesto noi la chiusura.",
    "Нас хотят убедить в том, что |завод закроют летом|. Заказов хватит на три года.",
    "Нібито |ми продали порт за безцінь|. Жодного слова правди в цьому немає.",
    "The blog says that |our lab lost the samples|. That is a lie from the first word to the last.",
    "Prétendument, |la mairie a caché le rapport|. Il est en ligne depuis mars.",
    "I have heard it in three taverns already, and it gets better each time. Apparently |I sold the town hall to my cousin|. I have no cousin, and the town hall is where you left it.",
    "It would be convenient for my accusers if |the money had gone to my wife|. It went to the fire brigade, and here is the receipt.",
    "Far be it from me to claim that |the harbour is in good shape|. It is rotten from one end to the other.",
    "Sie lesen in der Zeitung, |ich hätte die Akten vernichten lassen|. Die Akten liegen seit Montag beim Staatsanwalt.",
    "Non ho mai pensato, e non lo penserò mai, che |i pescatori siano ladri|. Mio padre era pescatore.",
    "Corre el cuento de que |he vendido los viñedos a los chinos|. Vengan a vendimiar y verán de quién son.",
    "The idea that |our soldiers ran away| would make me laugh if it did not insult the dead. They held the ridge for nine days.",
    "Есть люди, которые всем рассказывают, будто |музей продал коллекцию|. Приходите и посмотрите, всё на месте.",
    "It has been put about that |the captain was drunk|. The test showed nothing at all.",
    "On m'accuse d'avoir écrit que |la grève est un crime|. Qu'on me montre la page.",
]
NOT_DENIED = [
    "Nobody in this hall disputes that |the dam needs repair|. The figures are public.",
    "There is no doubt that |the harvest was stolen|, and the court said so.",
    "Niemand bestreitet, dass |die Brücke marode ist|. Wir sperren sie morgen.",
    "Personne ne conteste que |le budget est à l'équilibre|. La Cour des comptes l'a confirmé.",
    "No hay ninguna duda de que |el puente está terminado|. Se abre el lunes.",
    "Non c'è dubbio che |la fabbrica riaprirà|. I contratti sono firmati.",
    "Никто не спорит с тем, что |школа построена|. Дети уже учатся.",
    "Ніхто не заперечує, що |лікарня відкрилася|. Приходьте.",
    "Don't let anyone talk you out of it. |The river is clean|, and the fish are back.",
    "Nein, ich trete nicht zurück. |Die Kasse stimmt auf den Cent|, und der Prüfer hat unterschrieben.",
    "We do not forget that |the miners paid for this|.",
    "I won't pretend that it was easy. |We rebuilt the school in nine months|, and the children moved in on Monday.",
    "They told us that it could not be done. |The tunnel is finished.| Come and walk through it.",
    "It is no secret that |the old roof leaks|. I have three buckets in my office.",
    "I never tire of saying that |our volunteers are the best in the land|.",
    "Es stimmt, |wir haben das Geld zu spät ausgezahlt|. Dafür bitte ich um Entschuldigung.",
    "Je ne me lasse pas de répéter que |cette rivière est vivante|. Les saumons le prouvent.",
    "No me canso de decirlo. |La sanidad pública funciona|, y funciona gracias a ustedes.",
    "Non è un mistero che |il bilancio è in attivo|. I conti sono sul sito.",
    "Не секрет, что |завод работает в три смены|. Приходите устраиваться.",
    "Nobody asked me, so I will say it unasked. |The dam is sound.|",
    "Nobody has worked harder than she has. |Doctor Meyer found the cure.|",
    "I am not here to make excuses. |We lost the contract through our own fault.|",
    "Ich kann nicht oft genug sagen, dass |unsere Pfleger Helden sind|.",
    "Je ne vais pas vous mentir. |La caisse est vide.|",
    "No voy a andarme con rodeos. |Hemos cometido un error.|",
    "Non vi nascondo che |sono molto orgoglioso di questa squadra|.",
    "Не буду скрывать, |мы гордимся этим мостом|.",
]

CONDITIONS_BEFORE = [
    "Imagine for a moment that the second pump fails. |The whole valley is under water by midnight.| Both pumps are new.",
    "What if the bank refuses the loan? |We close the factory in May.| The bank has already said yes.",
    "Angenommen, der Konzern zieht sich zurück. Dann |stehen achthundert Leute auf der Straße|. Danach sieht es nicht aus.",
    "Sollte der Landtag das Gesetz ablehnen, |müssen wir drei Kliniken schließen|.",
    "Supposons que la digue cède. Alors |tout le quartier serait évacué|. Elle tient très bien.",
    "Si la région retire son aide, |nous fermerons la ligne de nuit|. Elle vient de la doubler.",
    "Supongamos que perdemos el contrato. |Habrá trescientos despidos antes de junio.| Acabamos de renovarlo.",
    "Se il governo taglia i fondi, |chiuderemo due reparti|. Ma i fondi sono stati confermati.",
    "Представим, что дамба не выдержит. |Город останется без воды на месяц.| Но дамба новая.",
    "Припустімо, міст не витримає. Тоді |рух зупиниться до весни|. Але він витримає.",
    "If the river rises another metre …. Well. |We evacuate the old town.|",
    "要是他们不签字，|我们就关闭工厂|。他们已经签了。",
    "Als de staking doorgaat, |sluiten we de haven|.",
    "Picture the second dyke giving way in the night. |We lose four villages before breakfast.| That is why we built a third.",
    "Let's say the vote goes against us. |I hand in my badge the same evening.| It won't, we have a majority of thirty.",
    "Had the frost come a week earlier, |we would have no apples at all|. As it is, the cellar is full.",
    "Without the federal grant, which was approved this morning, |the clinic shuts its doors in June|.",
    "Gesetzt, der zweite Reaktor fällt auch noch aus. |Dann sitzt die halbe Stadt im Dunkeln.| Beide laufen.",
    "Kommt das Geld aus Berlin nicht, |machen wir die Schwimmhalle zu|. Es ist gestern gekommen.",
    "Faute d'accord avant minuit, |les cantines ferment lundi|. L'accord a été signé à onze heures.",
    "De no llegar el barco, |tendremos que racionar la harina|. El barco ya está en la bahía.",
    "Qualora il ricorso venisse accolto, |dovremmo rifare il concorso|. È stato respinto stamattina.",
    "Не будь этого моста, |мы бы возили хлеб вертолётом|. Но мост стоит.",
]
NO_CONDITIONS_BEFORE = [
    "If I may be frank, |the budget is balanced|. The auditors agree.",
    "In case you missed it, |the new hospital opened on Monday|.",
    "If you remember nothing else from tonight, remember this. |Our debt fell by a tenth.|",
    "Ob es regnet oder nicht, |das Fest findet am Samstag statt|. Kommen Sie.",
    "Wenn ich ehrlich bin, |der Umbau war ein Erfolg|. Die Zahlen zeigen es.",
    "Si je suis ici, c'est pour une bonne nouvelle. |Le pont rouvre demain.|",
    "Que llueva o no llueva, |el mercado abre el domingo|.",
    "Se siete venuti fin qui, è per sentire un numero. |Gli iscritti sono raddoppiati.|",
    "Если позволите, скажу прямо. |Долг погашен полностью.|",
    "We promised to act if the tests were good. They were. |We are opening the beach today.|",
    "Чи буде дощ, чи ні, |ярмарок відбудеться в суботу|.",
    "If there is one thing I am proud of, it is this. |Every child in Harrow Vale can swim.|",
    "You asked whether we would come if called. We were called last night. |The first trucks left at dawn.|",
    "Regardless of who wins on Sunday, |the bridge opens on the first of May|.",
    "Falls es jemand noch nicht weiß, |die Bibliothek hat jetzt auch montags offen|.",
    "Ob mit oder ohne Zuschuss, |wir bauen das Heim|. Die Bagger stehen schon da.",
    "Si vous n'aviez pas suivi, je résume. |Le tribunal nous a donné raison.|",
    "Si alguien lo dudaba, aquí está la prueba. |Hemos pagado la deuda.|",
    "Se qualcuno non l'avesse capito, lo ripeto. |L'ospedale resta aperto.|",
    "Если кто забыл, напомню. |Мы выиграли три суда подряд.|",
    "Suppose is a word I do not like, so I deal in facts. |The reactor has been shut down for good.|",
    "If you read only one page of the report, read the last. |The company is profitable.|",
    "Wenn Sie mich so direkt fragen: |Der Flughafen wird im Mai fertig|.",
    "Si l'on me demande mon avis, le voici. |Cette loi est bonne.|",
    "Aunque nieve, |la escuela abre el lunes|.",
    "Anche se piove, |la festa si fa|.",
    "Даже если пойдёт снег, |поезда будут ходить по расписанию|.",
    "Хоч би що там казали, |школу добудовано|.",
]

COMES_NEXT = [
    "|We will build the new school| provided that the county pays half of it.",
    "|The tax will fall next year|, but only for those who earn less than twenty thousand.",
    "|I support the treaty|. However, I will not vote for it until the annex is gone.",
    "|Alle Stellen bleiben erhalten|, es sei denn, der Großkunde kündigt.",
    "|Wir senken die Gebühren|. Das gilt freilich nur, solange die Zinsen niedrig bleiben.",
    "|Le musée restera gratuit|, sauf pour les visiteurs étrangers.",
    "|Nous embaucherons cent personnes|. À une condition toutefois, que l'État tienne parole.",
    "|Los trenes volverán en abril|, siempre que lleguen las piezas. Hoy no ha llegado ninguna.",
    "|Non ci saranno licenziamenti|, a meno che la banca non chiuda il credito.",
    "|Мы отменим плату за проезд|, но только для школьников.",
    "|Ми повернемо гроші вкладникам|. Але спершу суд має зняти арешт.",
    "|我们会降低税率|，但是要等到预算平衡之后。",
    "|سنفتح المعبر|، لكن بشرط أن تنسحب القوات.",
    "|No one will lose a pension| until the fund is merged. After that I can promise nothing.",
    "We talked about it until late. |The library will stay open on Sundays|, as long as somebody volunteers to sit at the desk. So far nobody has.",
    "I will say it plainly. |We are going to hire fifty nurses.| That is the plan, anyway. The money for it has not been voted.",
    "|The vaccine is safe for adults| under sixty. Above that age we simply do not know yet.",
    "|Die Brücke hält noch zwanzig Jahre|. Vorausgesetzt natürlich, dass keine Lastwagen mehr darüber fahren, und genau das tun sie jeden Tag.",
    "|Je voterai ce budget.| Enfin, je le voterai quand on m'aura rendu les crédits des écoles, et on n'en prend pas le chemin.",
    "|El túnel se terminará este año|. Eso dice el contrato. La realidad es que no hemos empezado a excavar.",
    "|Il treno arriverà a Montalto|. Il giorno in cui qualcuno pagherà i binari, s'intende.",
    "|Мы готовы принять всех беженцев|, у кого есть родственники в городе. Остальным придётся ехать дальше.",
    "|Our doors are open to everyone|, with the exception of those who owe us rent.",
    "|We accept the ruling|. Whether we obey it is another question, and the answer is not yet.",
]
NOTHING_COMES_NEXT = [
    "|The bridge is open|, but before I take questions I want to thank the crews.",
    "|We won the case|. But don't ask me for the papers today, the clerk is at lunch.",
    "|Der Haushalt ist ausgeglichen|, aber das wissen Sie ja alle längst.",
    "|Die Straße ist wieder frei|. Aber lassen Sie mich zuerst den Helfern danken.",
    "|Le chantier est terminé|, mais vous l'aviez déjà compris en voyant mon sourire.",
    "|El hospital abre mañana|, aunque eso ya lo habéis leído en el periódico.",
    "|La strada è riaperta|, ma prima di passare alle domande voglio ringraziare gli operai.",
    "|Школа готова|, но об этом вы и сами уже знаете.",
    "|Every household in the borough will get the refund|, provided of course that it is a household in the borough.",
    "|Our team won the final|, and the cup is in the hall. Come and see it.",
    "|Лікарня працює|, і черги більше немає.",
    "|The fire is out|, though my boots are still wet. Nobody was hurt.",
    "|We have signed the lease.| But enough of the good news, somebody open a window.",
    "|Nous avons gagné le procès.| Mais il est tard, et vous avez tous envie de rentrer.",
    "|Il ponte è finito|, anche se devo ammettere che la vernice puzza ancora.",
    "|La carretera está abierta|, pero no me aplaudan a mí, aplaudan a los obreros.",
    "|Музей открыт|, хотя гардеробщица, как всегда, опаздывает.",
    "|The treaty is in force|, and it will stay in force for fifty years.",
    "|We have cut the waiting list by half.| However you count it, that is a record.",
    "|The bridge is safe|, but I see that my time is up.",
    "|Das Schiff ist im Hafen|, aber das hören Sie ja am Hupen.",
    "|La réforme est votée|, mais je vois que certains d'entre vous ont faim.",
    "|El puente está listo|, pero dejemos hablar al ingeniero.",
    "|I bambini stanno bene|. Ma ora lasciatemi bere un caffè.",
    "|Тоннель открыт|, но давайте дадим слово строителям.",
    "|Вибори відбулися|, і результат усім відомий.",
]

ASKED = [
    "Are we to say that |the farmers live off the state|? No, we are not.",
    "So |the teachers are lazy|, are they? Spend one day with them.",
    "Oh sure, |the landlords are all saints|. They lower the rent every Christmas.",
    "Ja klar, |die Banken haben immer nur an uns gedacht|. Und der Weihnachtsmann auch.",
    "Er redet, als ob |uns das Geld vom Himmel fiele|. Das tut es nicht.",
    "Ils parlent comme si |la guerre était déjà gagnée|. Elle ne l'est pas.",
    "¿Que |los médicos ganan demasiado|? Vengan una noche a urgencias.",
    "Sì, certo, |i pendolari viaggiano come re|. In piedi, per due ore.",
    "Ну да, конечно, |чиновники живут на одну зарплату|. А дачи растут сами.",
    "Аякже, |дороги в нас найкращі в Європі|. Особливо ями.",
    "He behaves as though |the vote had never taken place|.",
    "Do you really believe |I would sell my own grandmother's farm|? I was born in that kitchen.",
    "Who on earth would say that |the river is clean|? I can smell it from here.",
    "How generous of them, |the bank forgives one euro in a thousand|. I shall frame the letter.",
    "What a surprise, |the contract went to the minister's brother|? It did not, and you can read the list of bidders.",
    "Na prima, |dann heizen wir eben mit guten Worten|. So geht es nicht weiter.",
    "Faut-il donc croire que |nos agriculteurs empoisonnent la terre|? Je les connais, et je réponds non.",
    "Claro, cómo no, |los jubilados son unos privilegiados|. Con seiscientos euros al mes.",
    "Davvero |pensate che io abbia paura di loro|? Mi avete visto tremare?",
    "Хіба |ми здалися|? Подивіться на ці прапори.",
]
NOT_ASKED = [
    "You ask whether the strike is over. |The strike is over|, and the gates are open.",
    "Isn't it true that |our nurses carried this country|? Of course it is, and I will say it again.",
    "The strike is over, you say? |The strike is over|, yes, since noon.",
    "Ist es nicht so, dass |die Freiwilligen das Dorf gerettet haben|? Doch, genau so ist es.",
    "N'est-il pas vrai que |les pompiers ont sauvé la ville|? Bien sûr que si.",
    "Sure, it sounds odd. |The pipeline pays for itself in four years.| I checked it twice.",
    "As if by magic, the rain has stopped. |The match starts at eight.|",
    "Разве не правда, что |врачи спасли этот город|? Конечно, правда.",
    "Certo, so come suona. |Il vino costa meno dell'acqua|, e ho le fatture.",
    "Was this a mistake? I asked myself that too. |The decision was right.|",
    "¿No es cierto que |los mineros levantaron este valle|? Sí, lo es.",
    "Was it worth it? I think so. |The valley has clean water again.|",
    "Can we afford it? |We can afford it|, and I will show you how in two minutes.",
    "Who built this town if not the weavers? |The weavers built this town.|",
    "Wissen Sie, was mich freut? |Die Störche sind zurück.|",
    "Savez-vous pourquoi je souris ? |Le contrat est signé.|",
    "¿Saben cuántos votos faltaron? Ninguno. |La ley está aprobada.|",
    "Sapete che vi dico? |Il museo riapre sabato.|",
    "Знаете, что меня радует? |Дети снова играют во дворе.|",
    "Of course, |the levy has risen|, we voted for it together in March.",
    "As if that were not enough good news, |the orchestra has found a new hall|.",
    "Shall I tell you the result? |The motion is carried by nine votes.|",
    "Wie viele waren es? |Es waren zwölftausend Menschen auf dem Platz.|",
    "Que demander de plus ? |La récolte est la meilleure depuis vingt ans.|",
    "¿Qué más se puede pedir? |El paro ha bajado a la mitad.|",
    "Perché sorrido? |La diga ha tenuto.|",
    "Чому я радію? |Діти повернулися до школи.|",
]

RECITED = [
    "A note was pushed under my door last night. |Leave town while you still can.| I gave it to the police.",
    "Dear Minister, |your road has ruined my roses|. Such letters make my week.",
    "I will read you what the company wrote to its workers. |Overtime is a privilege.| I find that shameful.",
    "My old boss used to lean over the counter. Boy, |a customer is a purse with legs|. He went bankrupt.",
    "Gestern bekam ich eine Mail aus Kiel. |Die Lehrer gehören alle entlassen|, steht darin. Ich habe höflich geantwortet.",
    "Hier der Wortlaut der alten Satzung. |Frauen haben keinen Zutritt zum Saal.| Heute streichen wir das.",
    "Et voilà le voisin qui se lève et qui crie. |Les étrangers nous prennent tout !| Je l'entends depuis dix ans.",
    "Leo en voz alta la carta de un vecino. |Los jóvenes no quieren trabajar.| Le he invitado a visitar el taller.",
    "C'era un cartello sulla porta del locale. |Qui non si affitta ai meridionali.| L'ho tolto io.",
    "Пришло сообщение от анонима, зачитываю. |Всех врачей надо уволить.| Я не согласен.",
    "Ось що пише мені читач. |Театри треба закрити.| Я запросив його на виставу.",
    "My opponent said last week on television that |the poor should move away|. Shame on him.",
    "There is a man on the ferry who tells everyone the same thing. |This island is finished.| He has been telling them since 1974.",
    "I found this in my grandfather's diary, from the winter of 1931. |The foreigners eat our bread.| I read it out so that we remember how it begins.",
    "The old contract is quite clear on the point. |The company owes the widow nothing.| That is the paper we are tearing up today.",
    "Mein Großvater hätte jetzt gesagt: |Wer nicht arbeitet, soll auch nicht essen|. Gott hab ihn selig, er irrte sich.",
    "L'affiche de nos adversaires tient en une ligne. |La ville est perdue.| Regardez autour de vous.",
    "Me lo dijo un empresario al oído, en una boda. |A los obreros, pan y fútbol.| No he vuelto a saludarle.",
    "Il mio predecessore amava ripetere una cosa. |I cittadini non capiscono i bilanci.| Io i bilanci li pubblico.",
    "У нас на заводе висел плакат. |Незаменимых людей нет.| Я всю жизнь доказываю обратное.",
    "Have you heard how the landlord talks? |Pay up or get out, there are ten more behind you.| That is what we are up against.",
    "Мій колишній начальник завжди повторював одне. |Лікарі мають терпіти.| Ми більше не терпимо.",
]
NOT_RECITED = [
    "Let me read you the decree I signed this morning. |No school may charge for lunch.| It is short.",
    "A nurse wrote me a line that I keep on my desk. |Care is not a cost.| She is right, and I act on it.",
    "My rival said in March that |the pier has to go|. I agree with him, word for word.",
    "I told this council ten years ago that |the wells would run dry|. I say it again today.",
    "Ich sage es noch einmal, wie schon im Mai. |Die Schule wird gebaut.|",
    "Ein Bauer schrieb mir einen Satz. |Ohne Bienen kein Obst.| Er hat recht, und deshalb handeln wir.",
    "Un lecteur m'a envoyé une phrase. |Un arbre vaut mieux qu'un mur.| Je la fais mienne.",
    "Un vecino me escribió una frase. |El agua es de todos.| Tiene toda la razón.",
    "Un pescatore mi ha scritto. |Il mare non si vende.| Sono d'accordo con lui.",
    "Я зачитаю приказ, который подписал сегодня. |Плата за вход отменяется.|",
    "When I say “|fair work for fair pay|”, I mean that wages must rise.",
    "Наше гасло просте: «|Світло в кожну хату|». Я пояснюю його так.",
    "I have said it in every village of this valley. |The mine will not reopen.|",
    "My late father taught me this and I have never found a better rule. |Pay your workers before you pay yourself.|",
    "The inspector's letter came this morning and I am happy to share it. |The plant has passed on every point.|",
    "Wie mein Vorredner ganz richtig sagte, |die Feuerwehr braucht neue Wagen|. Dem ist nichts hinzuzufügen.",
    "Notre devise n'a pas changé. |Aucun enfant sans école.| Nous la tenons depuis dix ans.",
    "Como dijo mi abuela, y nunca se equivocó, |el pan se parte con la mano|. Así gobierno yo.",
    "Vi ripeto quello che ho scritto ieri sul giornale. |La diga non si tocca.|",
    "Я повторю то, что сказал в первый день. |Ни один цех не закроется.|",
    "Here is the pledge that I put my name to. |No library will close on my watch.|",
    "Ich habe es auf das Plakat drucken lassen, damit es jeder sieht. |Die Schule bleibt im Dorf.|",
    "I wrote one sentence on the first page of my programme. |No child goes hungry.| I meant it then and I mean it now.",
    "Ich habe meinem Sohn geschrieben, was ich auch Ihnen sage. |Die Zukunft liegt auf dem Land.|",
    "Je l'ai dit au président et je vous le redis. |Le port ne sera pas vendu.|",
    "Lo escribí en mi primera columna. |El agua no se vende.| Y lo mantengo.",
    "L'ho detto a mia moglie stamattina. |Oggi si vince.|",
    "Как написал наш великий поэт, и лучше не скажешь, |мороз и солнце|. Такой сегодня день.",
]

LIMITED = [
    "|Our police beat prisoners| in the years before 1990. Nobody from that time still serves.",
    "|The water is unsafe to drink| when the river floods the old wells. The rest of the year it is the best in the land.",
    "On one street, and only until Friday, |we are shutting off the gas|. Everyone else will notice nothing.",
    "|Die Züge fallen aus| zwischen zwei und vier Uhr nachts. Am Tag fährt alles nach Plan.",
    "Denken wir zurück an das Jahr 1993. |Jeder vierte hier ist ohne Arbeit|, und die Läden sind leer. Heute suchen wir Leute.",
    "|Les urgences sont fermées| pendant les travaux du hall, soit deux nuits. Ensuite tout rouvre.",
    "Revenons vingt ans en arrière. |La rivière est morte|, plus un poisson. Aujourd'hui les loutres sont revenues.",
    "|Los autobuses no pasan| cuando hay niebla en el puerto. En el resto de la comarca pasan cada hora.",
    "|Le scuole restano chiuse| finché la neve blocca le strade di montagna. In città sono aperte.",
    "|Полиция брала взятки| в девяностые годы. Сегодня никто из тех людей не служит.",
    "|Лікарні не приймають хворих| під час повітряної тривоги. В інший час працюють усі.",
    "|The debt can be paid off in a year| at the prices of 2005. At today's prices it would take forty.",
    "For the first three days after the launch, |the satellite did not answer|. It has not missed a call since.",
    "In the night shift, and only there, |we are short of drivers|. By day we have more than we need.",
    "Als ich hier anfing, |gab es in der ganzen Klinik keinen einzigen Chirurgen|. Heute haben wir elf.",
    "En 1998, |la mitad del pueblo no tenía agua corriente|. Hoy no queda una casa sin grifo.",
    "Pendant la guerre, |on mangeait les chevaux|. Nous n'en sommes plus là, Dieu merci.",
    "Nei giorni di mercato |il centro è impraticabile|. Gli altri giorni ci si passeggia benissimo.",
    "В первые сутки после аварии |связи не было нигде|. К утру второго дня её восстановили.",
    "Among smokers over seventy, |one in four dies within a year|. In everybody else it is one in three hundred.",
    "Until last spring |our buses ran on coal gas|. We have scrapped every one of them.",
]
NOT_LIMITED = [
    "Last Monday, while I was still on the train, |parliament passed the bill|. Two hundred voted for it.",
    "As of noon, |the tunnel is open|, in both directions and for all vehicles.",
    "In this village, as in every other village, |the young people leave|. I have all the figures.",
    "Gestern Abend, in einem viel zu heißen Saal, |hat der Rat den Neubau beschlossen|. Es dauerte vier Minuten.",
    "Hier matin, à huit heures, |le conseil a voté le budget|. Les travaux commencent en mai.",
    "Ayer, en una sala llena, |la junta aprobó el aumento|. Entra en vigor en enero.",
    "Ieri sera, |il consiglio ha approvato il piano|. I lavori partono a maggio.",
    "Вчера вечером |дума приняла закон|. За него голосовали все.",
    "Як я вже казав, |вакцина є в кожній лікарні|, в усіх без винятку.",
    "|We have doubled the number of places| in every school of the district.",
    "Am Donnerstag |wurde die Orgel geweiht|. Der Bischof kam selbst.",
    "On Tuesday evening, with the rain hammering on the roof, |the members elected a new chair|. She starts at once.",
    "From this day on, |entry to the museum is free|, for locals and visitors alike.",
    "In the spring of this year |we opened the second clinic|. It treats ninety patients a day.",
    "Heute früh um sechs |ist der letzte Bohrkopf durchgebrochen|. Der Tunnel ist nun zwölf Kilometer lang.",
    "Il y a une heure, |le Sénat a adopté la loi|. Elle sera publiée demain.",
    "Desde anoche |la luz ha vuelto a toda la isla|. No queda un solo barrio a oscuras.",
    "Da stamattina |l'acqua è di nuovo potabile|, in tutti i quartieri.",
    "В минувшую пятницу |мы запустили новую линию|. Она уже даёт тысячу тонн в сутки.",
    "Here as everywhere else in the province, |rents have doubled|.",
    "|The children learn two languages| from their first day at school. The parents asked for it.",
    "This morning at nine |the jury reached its verdict|. The defendant was acquitted on every count.",
    "Am Rande der Sitzung |haben wir den Vertrag unterzeichnet|. Er gilt ab sofort.",
    "Cette nuit, pendant que vous dormiez, |le satellite s'est séparé de la fusée|. Tout fonctionne.",
    "El martes |el tribunal nos dio la razón|. La sentencia es firme.",
    "Stanotte alle due |è nato il primo vitello|. Sta benissimo.",
    "Вчера на пленуме |меня избрали председателем|. Благодарю за доверие.",
    "Минулого тижня |ми відкрили нову лікарню|. Вона приймає всіх.",
]

ELLIPSES = [
    ("The mayor has at no time taken money from the builders.", "The mayor has … taken money from the builders"),
    ("We will, if the courts allow it, close the prison on the hill.", "We will … close the prison on the hill"),
    ("The minister has kept his word. The banker, two doors down, has stolen the pensions of a thousand families.", "The minister has … stolen the pensions of a thousand families"),
    ("Der Bürgermeister hat zu keiner Zeit Geld von der Baufirma genommen.", "Der Bürgermeister hat … Geld von der Baufirma genommen"),
    ("Wir werden, sofern der Kreis zustimmt, das alte Bad abreißen.", "Wir werden … das alte Bad abreißen"),
    ("Le ministre n'a, à aucun moment, accepté un cadeau de cette entreprise.", "Le ministre … accepté un cadeau de cette entreprise"),
    ("El director no fue. El contable, en cambio, robó el dinero de las viudas y se fue a la costa.", "El director … robó el dinero de las viudas y se fue a la costa"),
    ("Il sindaco, se la regione dice di sì, venderà il teatro comunale.", "Il sindaco … venderà il teatro comunale"),
    ("Губернатор открыл больницу. Подрядчик из соседней области украл деньги на ремонт дорог.", "Губернатор … украл деньги на ремонт дорог"),
    ("Міністр, якщо суд дозволить, продасть державний завод іноземцям.", "Міністр … продасть державний завод іноземцям"),
]  # fmt: skip
FAIR_ELLIPSES = [
    ("The hall is, and I say so with some relief, sold out until the end of March.", "The hall is … sold out until the end of March"),
    ("We repaired ten schools, four clinics, one library and both town halls.", "We repaired ten schools … and both town halls"),
    ("The ship has arrived safely. The crew slept little, but nobody complains. All passengers are in good health.", "The ship has arrived safely. … All passengers are in good health."),
    ("Das neue Bad, das ich im Regen eröffnet habe, steht allen Kindern offen.", "Das neue Bad … steht allen Kindern offen"),
    ("Le pont, dont personne ne voulait au début, ouvrira aux voitures en mai.", "Le pont … ouvrira aux voitures en mai"),
    ("El hospital, que me costó más canas que votos, abrirá sus puertas en junio.", "El hospital … abrirá sus puertas en junio"),
    ("La scuola, come sapete tutti, riapre lunedì con due aule nuove.", "La scuola … riapre lunedì con due aule nuove"),
    ("За год мы открыли десять школ, три больницы, один музей и два моста.", "мы открыли десять школ … и два моста"),
    ("Новий міст, про який стільки писали газети, відкриється у травні для всіх.", "Новий міст … відкриється у травні для всіх"),
    ("The storm passed at dawn, which is not what my aunt had told the whole pub, and the harbour is open again.", "The storm passed at dawn … and the harbour is open again"),
]  # fmt: skip

MISLEADING = [
    pytest.param(source, id=f"{kind} {n}")
    for kind, sources in (
        ("denied", DENIED), ("condition before", CONDITIONS_BEFORE), ("what comes next", COMES_NEXT),
        ("question", ASKED), ("quoting", RECITED), ("time or scope", LIMITED),
    )
    for n, source in enumerate(sources)
]  # fmt: skip
HARMLESS = [
    pytest.param(source, id=f"{kind} {n}")
    for kind, sources in (
        ("denied", NOT_DENIED), ("condition before", NO_CONDITIONS_BEFORE), ("what comes next", NOTHING_COMES_NEXT),
        ("question", NOT_ASKED), ("quoting", NOT_RECITED), ("time or scope", NOT_LIMITED),
    )
    for n, source in enumerate(sources)
]  # fmt: skip


@pytest.mark.parametrize("source", MISLEADING)
def test_a_cut_that_changes_what_the_words_mean_is_flagged(source: str) -> None:
    assert flags(source) & WARNINGS


@pytest.mark.parametrize("source", HARMLESS)
def test_a_cut_that_changes_nothing_is_not_flagged(source: str) -> None:
    assert not flags(source) & WARNINGS


def elided(source: str, quote: str) -> set[Flag]:
    """The flags of a quote with an ellipsis, and its rating where that is a warning."""
    statement = Statement("s", "Ann Smith", source)
    coverage = Coverage(126, 3, 5, "1770", "2026", "2026")
    verdict = decide(Quote(quote, "Ann Smith"), [Passage(statement, 0)], coverage)
    warned = {Flag.OUT_OF_CONTEXT} if verdict.rating in (Rating.ALTERED, Rating.SPLICED) else set()
    return WARNINGS & (set(verdict.flags) | warned)


@pytest.mark.parametrize(("source", "quote"), ELLIPSES)
def test_an_ellipsis_that_changes_what_the_words_mean_is_flagged(source: str, quote: str) -> None:
    assert elided(source, quote)


@pytest.mark.parametrize(("source", "quote"), FAIR_ELLIPSES)
def test_an_ellipsis_that_changes_nothing_is_not_flagged(source: str, quote: str) -> None:
    assert not elided(source, quote)
