"""Word lists for reading who is who in English news: given names, titles, roles, kinds of organisation, places."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


_MALE = """
aaron abdul abdullah abraham adam adrian ahmed al alan albert alberto aldo alec alejandro alex alexander alexei
alfred ali allan allen alvin amir amit anders andre andrei andres andrew andy angel anil anthony anton antonio anwar
archie aristide arnold arthur arturo ashraf ashton asif austin barack barney barry bart bashar ben benedict benito
benjamin bernard bernie bert bill billy bob bobby boris brad bradley brendan brent bret brett brian bruce bruno bryan
bryce byron caleb calvin cameron carl carlos carlton cecil cesar chad charles charlie chester chip chris christian
christoph christopher chuck clarence claude claus clay clayton cliff clifford clint clinton clive clyde cody colin
conor corey cornel cory craig curt curtis cyril cyrus dale damian damon dan daniel danny darrell darren daryl dave
david dean denis dennis derek desmond devin dick diego dieter dimitri dirk dmitri dmitry dmytro dominic don donald
donny doug douglas drew duane duncan dustin dwayne dwight dylan earl ed eddie edgar edmund eduardo edward edwin eli
elias elijah elliot elliott elon emanuel emilio emmanuel enrique eric erik ernest ernesto ethan eugene evan everett
fareed faisal felipe felix ferdinand fernando floyd francis francisco francois frank franklin franz fred freddie
frederick friedrich fyodor gabriel garrett garry gary gavin gene geoff geoffrey george gerald gerard gerhard gianni
gilbert giovanni giuseppe glen glenn gordon graham grant greg gregory grover guillermo gunter gus guy hakim hal hamid
hank hans harold harrison harry harvey hassan heath hector helmut henri henry herbert herman hermann hiroshi horst
howard hugh hugo hussein ian ibrahim ignacio igor imran isaac ismail ivan jack jacob jacques jaime jake jamal james
jamie jan janos jared jason javier jay jean-claude jeb jeff jefferson jeffrey jens jeremiah jeremy jerome jerry jesse
jesus jim jimmy joachim joao joaquin joe joel joerg johan johann john johnny jon jonah jonas jonathan jordan jorge
jose josef joseph josh joshua juan julian julio jurgen justin kamal karim karl keith ken kenneth kent kevin khalid
kirk klaus konstantin kurt kyle lamar lance larry lars laurence lawrence lee len leo leon leonard leonardo leonid leroy
leslie lester levi liam lindsey lloyd logan lorenzo louis luca lucas luis luke luther malcolm manuel marc marcel
marco marcos marcus mario mark markus marshall martin marty marvin mason matt matteo matthew matthias maurice max
maxim maxwell mehmet mel michael michel miguel mike mikhail miles milton misha mitch mitchell mitt mohamed mohammad
mohammed moritz morris moses muhammad mustafa nabil nasser nathan nathaniel ned neil nelson newt nicholas nick nicolas
nigel nikolai noah noel norbert norman oleg oliver olaf omar oscar otis otto owen pablo paolo pascal patrick paul
pavel pedro percy perry pete peter petro phil philip philippe phillip pierre piers preston rafael raj rajiv ralph ramon
rand randall randy raphael rashid raul ravi ray raymond reggie reince rene rex ricardo rich richard rick ricky rob robert
roberto robin rod rodney rodrigo roger roland rolf roman ron ronald ronnie roosevelt rory ross roy ruben rudolph rudy
rupert russ russell ryan salman salvador sam samir samuel saul scott sean sebastian serge sergei sergey sergio seth
shane shaun shawn sheldon shinzo sidney simon stan stanley stefan stephan stephen sterling steve steven stewart stuart
sven ted terrence terry thaddeus theo theodore thierry thomas tim timothy toby todd tom tommy tony travis trent trevor
trey tristan troy tucker tyler ulrich umar vance vaclav vernon victor viktor vijay vince vincent vitaly vlad vladimir
volodymyr wade wallace walter warren wayne wendell wesley wilbur wilfred will willard william willie winston wolf
wolfgang xavier yasser yuri yusuf zach zachary zack zalmay
"""
_FEMALE = """
abby abigail adele adriana agnes aisha alexandra alexandria alexis alice alicia alison allison alyssa amal amanda amber
amelia amina amy ana anastasia andrea angela angelica angelina anita ann anna annabel anne annette annie antonia april
ariana ariel arianna ashley astrid audrey aung autumn ava ayesha barbara beatrice becky belinda bernadette bertha beth
bethany betsy betty beverly bianca bonnie brenda bridget brigitte brianna brittany brooke callista candace candice carla
carly carmen carol carole carolina caroline carolyn carrie cassandra catherine cathy cecilia cecile celeste charlene
charlotte chelsea cherie cheryl chloe christiane christie christina christine cindy claire clara clarissa claudia
colleen condoleezza connie constance cora corinne courtney cristina crystal cynthia daisy dana daniela danielle daphne
darlene dawn deborah debbie debra denise diana diane dianne dina dolores donna dora doris dorothy edith eileen elaine
eleanor elena elisabeth elise eliza elizabeth ella ellen eloise elsa emilia emily emma erica erika erin estelle esther
eunice eva eve evelyn faith farah fatima fay felicia fiona florence frances francesca gabby gabriela gabrielle gail
gena genevieve georgia georgina geraldine gertrude gillian gina gladys glenda gloria grace greta gretchen gwen gwendolyn
hanna hannah harriet hazel heather heidi helen helena helga henrietta hilary hillary holly hope huma ida ilse ina ines
ingrid irene irina iris isabel isabella isabelle ivana ivanka ivy jackie jaclyn jacqueline jacquelyn jamila jan jana jane janet janice jasmine
jean jeanette jeanne jeannie jen jenna jennifer jenny jessica jill jo joan joann joanna joanne jocelyn jodi jody joni
josephine joy joyce juanita judith judy julia juliana julianne julie juliet june justine kamala kara karen kari karin karine
karla kate katharine katherine kathleen kathryn kathy katie katrina katy kay kayleigh kaylee kelli kellie kellyanne kelsey kendra kerry
kim kimberly kirsten kirstjen kristen kristi kristin kristina krystal lana lara latoya laura lauren leah leila lena leona
leslie leticia lilian lillian lily lina linda lindsay lisa liz liza lois lola loretta lori lorraine louise lourdes lucia
lucille lucinda lucy luisa lupita lydia lynda lynn lynne mabel madeleine madeline maggie malia mara marcela marcia margaret
margarita margot maria mariah marian marianne marie marilyn marina marine marjorie marla marlene marsha martha martina
mary maryam maureen maxine maya mazie meg megan megyn meghan melania melanie melinda melissa mercedes meredith mia michaela
michele michelle mildred millie mimi mindy miranda miriam molly mona monica muriel myra myrna nadia nadine nan nancy naomi
natalia natalie natasha nichole nicole nikki nina noelle nora noreen norma octavia olga olivia opal oprah pam pamela pat patricia
patsy patti patty paula pauline pearl peggy penelope penny phoebe phyllis polly priscilla priyanka rachael rachel ramona
raquel rebecca regina renee rhonda rita roberta rochelle rosa rosalind rosalie rosalynn rose rosemary rosie roxanne ruby ruth sabrina
sadie sally samantha sandra sara sarah sasha savannah selena selma serena shannon shari sharon sheila shelby shelly sherry
sheryl shirley silvia simone sofia sonia sonya sophia sophie stacey stacy stella stephanie stormy sue summer susan susana
susanna susanne susie suzanne svetlana sybil sydney sylvia tabitha tamara tammy tania tanya tara tatiana tatyana teresa
terri tess tessa theresa tiffany tina toni tonya tracey tracy tricia trisha trudy ursula valarie valentina valerie vanessa
vera verna veronica vicki vicky victoria viola violet virginia vivian wanda wendy whitney whoopi wilma winifred yasmin
yolanda yulia yvette yvonne zelda zoe
"""
MALE = word_set(_MALE)
FEMALE = word_set(_FEMALE)
GIVEN_NAMES = MALE | FEMALE

MALE_TITLES = word_set("mr mr. messrs. sir lord king prince father congressman chairman councilman")
FEMALE_TITLES = word_set(
    "mrs mrs. ms ms. miss mme. lady dame queen princess sister congresswoman chairwoman councilwoman"
)
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | word_set("""
dr dr. sen sen. sens. rep rep. reps. gov gov. govs. lt lt. gen gen. col col. adm adm. sgt sgt. capt capt. maj maj. cmdr.
prof prof. rev rev. hon. pres pres. president senator governor representative mayor secretary minister premier chancellor
pope judge justice chair chairperson speaker leader director general colonel admiral sergeant captain lieutenant major
ambassador attorney spokesman spokeswoman spokesperson professor reverend pastor bishop archbishop cardinal sheriff chief
officer detective rabbi imam emperor commissioner inspector deputy assemblyman assemblywoman councillor alderman baroness
baron duke duchess count countess saint st. comrade chairmen dean provost coach nominee candidate democrat republican
democratic businessman billionaire mogul author host anchor correspondent strategist consultant adviser advisor manager
aide pollster analyst columnist reporter editor congresswoman-elect president-elect co-chair co-chairman co-founder founder
ceo cfo vp superintendent undersecretary counsel
""")
)
"""Words that stand before a name and are not part of it."""

_ROLES = """
designer cashier graduate artist salesman saleswoman accountant contractor builder chef waiter waitress cook broker dealer
electrician plumber carpenter mechanic fisherman firefighter paramedic pharmacist dentist architect scholar dancer musician
composer painter sculptor photographer librarian lecturer tutor trainer athlete player captain referee umpire banker trader
auditor inspector regulator envoy negotiator mediator monk nun rabbi imam cleric preacher archbishop cardinal missionary
migrant refugee immigrant homeowner tenant landlord shopper customer client commuter passenger tourist hiker survivor
bystander eyewitness onlooker marcher demonstrator rebel militant fighter commander warden inmate prisoner defendant
physicist chemist biologist astronomer epidemiologist virologist psychiatrist therapist counsellor counselor adoptee child
activist actor actress adviser advisor agent aide ally ambassador analyst anchor attendee attorney author backer banker bishop
blogger boss businessman businesswoman candidate captain caller celebrity ceo chair chairman chairwoman chief clerk coach
co-author co-chair co-chairman co-founder co-host colleague colonel columnist comedian commander commentator commenter
commissioner committeeman confidant congressman congresswoman consultant contributor coordinator correspondent counsel counselor
critic daughter delegate democrat deputy detective developer diplomat director doctor donor driver economist editor
educator employee engineer entrepreneur executive expert farmer father fellow filmmaker founder friend fundraiser general
governor grandmother guest guard historian host hopeful husband insider investigator investor journalist judge
justice king lawmaker lawyer leader legislator liberal lieutenant lobbyist man manager marine mayor member minister moderator
mogul mother narrator neighbor neurosurgeon nominee novelist nurse observer officer official operative opponent
organizer owner panelist parent participant partner pastor patient philosopher physician pilot playwright plaintiff poet
policeman politician pollster pope premier president priest producer professor promoter prosecutor protester
protestor psychiatrist psychologist publisher queen rapper rancher reader realtor rep reporter representative republican
researcher resident respondent rival runner scholar scientist secretary senator sergeant sheriff singer sister
soldier son source speaker specialist speechwriter spokesman spokesperson spokeswoman staffer star strategist student
superdelegate superintendent supporter surgeon surrogate suspect teacher teenager treasurer trustee trump-supporter user veteran
viewer victim villager visitor voice volunteer voter whistleblower widow wife witness woman worker writer youth boy girl guy kid
lady person lawyer critic teen mom dad uncle aunt cousin nephew niece brother grandfather ex-wife ex-husband interviewer
heckler translator interpreter chancellor secretary-general prime-minister front-runner frontrunner hawk socialist
mogul magnate tycoon billionaire conservative progressive texan floridian newcomer lawsuit-plaintiff
"""
_THINGS = """
account ad advertisement affidavit agency announcement app article association ballot ban bank bible bill blog board book
brief brochure broadcaster bureau business campaign caption card center chant charity chart chorus church clip coalition column
commission committee community company complaint conference constitution contract convention corporation council
court crowd declaration department description directive document draft editorial email e-mail embassy essay faction family
federation fact-checker field filing film firm flier flyer foundation government group guide handout headline hotel indictment
industry institute institution invitation jury kremlin law lawsuit lawsuits legislature letter list magazine mailer manifesto
media meme memo memorandum message ministry motion motto movement narrator network newsletter newspaper notice
office opinion order organization organisation outlet page pamphlet panel paper party petition piece placard plan plaque platform
poll police policy post poster press proposal publication question questionnaire quote radio record release report resolution
review ruling school scripture senate series service show sign site slogan song speech statement station story study
subpoena summary survey tabloid team testimony text think-tank title transcript tribunal tweet union university verdict
video voiceover voice-over warrant webpage website audience administration transcript super-pac pac charter treaty
"""
_PLURALS = """
people men women children police authorities parents aides officials critics allies republicans democrats conservatives
liberals progressives media youths teens mothers wives
"""
ROLES = word_set(_ROLES)
THINGS = word_set(_THINGS)
PLURALS = word_set(_PLURALS)
FEMALE_ROLES = word_set("""actress businesswoman chairwoman congresswoman daughter girl grandmother lady mother queen sister spokeswoman widow wife
woman aunt niece mom ex-wife princess committeewoman councilwoman assemblywoman stateswoman saleswoman""")
MALE_ROLES = word_set("""boy brother businessman chairman congressman father guy grandfather husband king man nephew policeman son
spokesman uncle dad ex-husband prince committeeman councilman assemblyman statesman salesman pope priest""")

ORGANISATION_WORDS = word_set("""
party committee university house times post news court department congress senate association bank institute foundation
council center centre college agency bureau office commission union board group inc inc. corp corp. co. company ministry army
navy force forces pac club network league society church school hospital journal magazine tribune herald gazette press
today daily weekly radio tv television broadcasting media administration campaign coalition alliance federation
organization kremlin pentagon parliament government service services capital fund trust partners associates
project initiative act street journal/nbc post/abc times/cbs poll line show online.com twitter facebook youtube instagram google
caucus conference convention tower airport hotel center/ark award awards world cup county district state states
""")
"""Words that make a capitalised name that of something other than a person."""

PLACES = word_set("""
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa
kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada
ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming america american
americans britain england france germany russia china japan india iran iraq israel syria mexico canada ukraine turkey
europe asia africa washington york london paris moscow beijing boston chicago miami houston dallas atlanta denver seattle
manhattan brooklyn jersey hampshire carolina dakota u.s. u.s us uk u.k. eu states egypt greece italy spain poland brazil
afghanistan pakistan cuba libya korea vietnam australia ireland scotland wales switzerland sweden norway finland
denmark netherlands belgium austria hungary orlando philadelphia cleveland detroit phoenix milwaukee
""")

GROUPS = word_set("""republicans democrats conservatives liberals muslims christians jews catholics evangelicals hispanics latinos blacks
whites americans mexicans germans europeans africans cubans asians arabs tories democratic republican conservative muslim
christian jewish hispanic latino american mexican german european african syrian russian chinese iranian israeli british
french english spanish italian japanese korean canadian""")
"""Capitalised words for groups of people, and the adjectives to them."""

NOT_NAMES = word_set("""former none nobody everybody everyone
i i'm i’m i've i’ve i'd i’d i'll i’ll he she it they we you who whom whose what when where why how which that this these those the a an and but or nor so yet
if then than as at by for from in into of off on onto out over to up with within without about above across after against
along among around before behind below beneath beside between beyond despite down during except inside like near since
through throughout toward towards under until upon via while because although though unless whereas whether once
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. my your his her its our their me him us them mine yours
hers ours theirs not no yes never always also still even just only now here there again all some many most more few
several both each every either neither another other others one two three four five six seven eight nine ten first second
third last next is are was were be been being am do does did done has have had having can could will would shall should
might must let's let’s it's it’s he's he’s she's she’s that's that’s there's there’s they're they’re we're we’re you're you’re what's what’s
asked according speaking responding appearing referring citing noting calling saying adding writing earlier later meanwhile
however moreover furthermore instead nevertheless nonetheless indeed perhaps maybe finally eventually recently soon
today yesterday tomorrow tonight ultimately overall additionally similarly likewise thus therefore hence otherwise
well oh ok okay please thanks thank sorry hello hi hey look read see watch click follow listen share related photo image
video copyright correction advertisement getting going making taking being given based compared think consider let
sure clearly obviously apparently certainly actually basically simply honestly frankly sometimes often usually
mostly nearly almost about dear still such too very much rather quite amid here's here’s
""")
"""Capitalised words that begin no name."""

PREPOSITIONS = word_set("""of for from at in with on to by about against between among under over into near after before during like as than
toward towards behind through without within across around upon via including despite since until versus vs""")
DETERMINERS = word_set("""the a an his her its their our my your this that these those one another some many several two three four five six
seven eight nine ten most all both other each every no any few more various numerous dozens hundreds""")
AUXILIARIES = word_set("""has have had was were is are be been being would will could can may might must should did does do not to
then also later still even just once often again already only first never always""")
"""Words that may stand between a speaker and the verb of speaking."""

CLAUSE_OPENERS = word_set(", ; : and but as when while that because if though although where or so — – -")
"""Words and marks after which a clause, and with it a subject, begins."""

FUNCTION_WORDS = word_set("""and or but in of to for on at by with from as that which who when while because if is was are were has have had
will would could can should the a an this these those he she they it we i not than into about after before during
over under against between also""")
LIVELY_WORDS = word_set("""i we you he she they it is are was were will would can could should has have had do does did don't don’t i'm i’m
we're we’re it's it’s that's that’s this my our your not be am been if because""")
"""Words that whole sentences have and titles lack."""

SMALL_WORDS = word_set("the a an of in on to for and or with by at from is as not but nor vs it")
"""Words that a title writes small."""

WORKS = word_set("""movie movies film films podcast show shows program book books song songs album albums series play column novel
anthem hit hits single musical documentary memoir drama sitcom comedy website blog article headline headlined episode
painting opera poem starring star starred stars author host hosts hosted hosting co-host co-hosts edits leads classic
thriller project radio concert titled entitled""")
"""Words before the title of a work."""

WEARABLES = word_set("""hat hats shirt shirts t-shirt t-shirts sticker stickers tote sign signs crowd movement theme star stars actress actor
host hosts band tour rally headline headlines document issue bill amendment coalition speech fame show song initiative
party buzz slogan line podcast""")
"""What bears words, or is known by them: "Make America Great Again" hats."""
