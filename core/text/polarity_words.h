// The good and bad words themselves, by language. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include <string_view>

namespace earshot::text {

/// Phrases as Phrases::add takes them, parted by '|'.
struct PolarityWords {
  std::string_view language;
  std::string_view very_good;
  std::string_view good;
  std::string_view bad;
  std::string_view very_bad;
  std::string_view negations;
};

inline constexpr PolarityWords kPolarityWords[] = {
    {"en",
     "excellent|fantastic|amazing|wonderful|brilliant|perfect|outstanding|superb|awesome|"
     "love|loved|best|exceptional|delighted|incredible|fabulous|first class|10 out of 10|faultless|"
     "couldn't be better|can't fault|5 stars|five stars|terrific|magnificent|impeccable|spotless",
     "good|great|nice|nicely|friendly|helpful|kind|polite|happy|pleased|thank*|clean|easy|quick|"
     "quickly|fast|fresh|comfortable|well|enjoy*|lovely|pleasant|satisfied|fine|like it|"
     "liked|recommend*|welcoming|professional|efficient|smooth*|cheerful|reasonable|cheap|tasty|"
     "fair|safe|caring|delicious|knowledgeable|better|improved|glad|appreciate*|positive|smil*|"
     "attentive|spacious|bargain|patient with|impressed|works well|no problem|no problems|"
     "no complaints|no issues|no queue|no wait|didn't have to wait|straight away|worth|tidy|neat|"
     "courteous|respectful|thorough|prompt*|bright|superfast|handy|convenient|generous|charming",
     "bad|poor|slow|slowly|rude|dirty|expensive|unhelpful|disappoint*|long wait|too long|problem|"
     "broken|confus*|cold|late|wait|waited|waiting|queue|queues|queued|lost|wrong|never|unfriendly|"
     "cramped|noisy|messy|overpriced|pricey|lack*|missing|crowded|annoy*|frustrat*|complain*|fail*|"
     "worse|sad|unhappy|mess|unclear|hard to|difficult|stale|sold out|out of stock|empty|closed|"
     "ignored|crash*|unfair|smelly|sticky|slippery|not enough|nobody|no one|damaged|faulty|refused|"
     "too high|too many|too much|too small|too hot|too loud|too cold|gone off|boring|bland|greasy|"
     "freezing|grumpy|bored|limited|chaotic|chaos|unprofessional|incompetent|clueless|delay*|"
     "stressful|cancelled|impossible|steep|ages|forever|fed up|could be better|needs improv*",
     "terrible|horrible|awful|worst|disgusting|appalling|disgrace*|hate|hated|shocking|filthy|"
     "unacceptable|dreadful|atrocious|abysmal|rip off|scam|useless|never again|pathetic|furious|"
     "nightmare|horrendous|rotten|vile|racist|dangerous|joke|shambles|outrag*|diabolical|scandal*",
     "not|no|never|n't|don't|nobody|didn't|doesn't|isn't|wasn't|weren't|can't|cannot|couldn't|"
     "won't|"
     "wouldn't|aren't|haven't|hasn't|hadn't|without|nothing|none|neither|nor|hardly|barely|dont|"
     "didnt|wasnt|isnt|cant|wont|doesnt"},
    {"es",
     "excelente*|fantastic*|maravillos*|perfect*|increible*|genial*|estupend*|encanta*|mejor|"
     "inmejorable*|fenomenal*|buenisim*|espectacular*|magnific*",
     "buen=|bueno*|buena*|bien|amable*|rapid*|limpi*|facil*|simpatic*|agradable*|gracias|contento*|"
     "contenta*|satisfech*|fresc*|barat*|recomiend*|util*|comod*|correct*|ric=|rico|rica|gust*|"
     "atent*|profesional*|feliz|bonit*|sin colas|sin problema*",
     "mal=|malo*|mala*|lent*|suci*|car=|caro*|cara=|caras=|problema*|tard*|espera*|cola|colas|"
     "dificil*|"
     "antipatic*|falta*|agotad*|cansad*|roto|rota|frio|fria|ruid*|peor|decepcion*|poco|confus*|"
     "queja*|demasiad*|nadie|estrech*|desorden*|maleducad*|caducad*|insegur*|injust*|vaci*",
     "horrible*|terrible*|pesim*|fatal*|asqueros*|vergonz*|verguenza|vergüenza|horroros*|"
     "inaceptable*|nunca mas|"
     "lamentable*|desastre|robo|estafa",
     "no|nunca|ni|sin|nada|tampoco|jamas|ningun*"},
    {"fr",
     "excellent*|fantastique*|magnifique*|parfait*|incroyable*|genial*|super=|superbe*|adore*|"
     "meilleur*|formidable*|merveilleu*|exceptionnel*|top=|ravi*|impeccable*",
     "bon=|bonne*|bons|bien|gentil*|aimable*|rapide*|propre*|facile*|agreable*|merci*|content*|"
     "satisfait*|frais|fraiche*|sympa*|souriant*|recommand*|utile*|confortable*|accueillant*|"
     "efficace*|professionnel*|pratique*|abordable*|heureu*|plaisir|delicieu*|competent*",
     "mauvais*|lent=|lents|lente*|sale=|sales|cher=|chere*|chers|probleme*|attente|attendre|"
     "attendu|queue|difficile*|desagreable*|manque*|rupture|casse*|froid*|bruyant*|pire*|decev*|"
     "decu*|dommage|confus*|trop|panne|plain*|personne|impoli*|vide*|etroit*|perime*|dangereu*|"
     "injuste*|peu de",
     "horrible*|terrible*|nul=|nulle*|nuls|degoutant*|honte*|inadmissible*|catastroph*|affreu*|"
     "inacceptable*|scandal*|jamais plus|plus jamais|lamentable*|arnaque*",
     "pas|jamais|aucun*|sans|ni|rien|guere|ne"},
    {"de",
     "ausgezeichnet*|fantastisch*|wunderbar*|perfekt*|hervorragend*|super|toll*|grossartig*|liebe|"
     "beste*|klasse|spitze|genial*|erstklassig*|begeistert*|prima|top|einwandfrei*",
     "gut|gute*|nett*|freundlich*|schnell*|sauber*|einfach|angenehm*|danke*|zufrieden*|frisch*|"
     "hilfsbereit*|empfehl*|gunstig*|bequem*|kompetent*|lecker*|hilfreich*|schone|schones|"
     "schoner|wunderschon*|"
     "ubersichtlich*|zuvorkommend*|gerne|reibungslos*|gefallt|gefallen|freu*|professionell*",
     "schlecht*|langsam*|schmutzig*|dreckig*|teuer*|teure*|problem*|wartezeit*|warten|gewartet|"
     "schlange|schwierig*|unfreundlich*|fehlt*|ausverkauft|kaputt*|kalt*|laut|laute*|schlimm*|"
     "enttausch*|leider|verwirr*|zu wenig|niemand*|leer*|eng=|enge*|abgelaufen*|gefahrlich*|"
     "ungerecht*|unhoflich*|nervig*|unubersichtlich*|argerlich*|mangelhaft*",
     "schrecklich*|furchtbar*|katastroph*|ekelhaft*|unverschamt*|unmoglich*|grauenhaft*|"
     "schlechteste*|nie wieder|frechheit|unterirdisch*|skandal*|horror|miserabel*|entsetzlich*",
     "nicht|kein*|nie|niemals|ohne|weder|nichts|kaum"},
    {"pt",
     "excelente*|fantastic*|maravilhos*|perfeit*|incrive*|otim*|adoro|adorei|melhor*|espetacular*|"
     "impecave*|sensaciona*|amei|nota 10",
     "bom|boa|bons|boas|bem|simpatic*|rapid*|limp*|facil*|agradave*|obrigad*|content*|satisfeit*|"
     "fresc*|barat*|recomend*|util|uteis|confortave*|atencios*|gost*|eficient*|educad*|feliz|"
     "profissiona*|saboros*|sem filas|sem problema*",
     "mau=|ma=|maus|lent*|suj*|car=|caro*|cara=|caras|problema*|demor*|espera*|fila|filas|dificil*|"
     "antipatic*|falta*|esgotad*|partid*|frio|fria|barulh*|pior*|dececion*|decepcion*|desilud*|"
     "confus*|reclam*|demasiad*|ninguem|vazi*|estreit*|grosseir*|perig*|injust*|avariad*|quebrad*",
     "horrive*|terrive*|pessim*|nojent*|vergonh*|inaceitave*|nunca mais|lamentave*|desastr*|"
     "absurd*|roubo|ridicul*",
     "nao|nunca|nem|sem|nada|jamais|nenhum*"},
    {"it",
     "eccellent*|fantastic*|meraviglios*|perfett*|incredibil*|ottim*|adoro|miglior*|stupend*|"
     "splendid*|bravissim*|impeccabil*|favolos*|eccezional*",
     "buon*|bene|bell*|gentil*|rapid*|veloc*|pulit*|facil*|piacevol*|grazie|content*|soddisfatt*|"
     "fresc*|econom*|consigli*|util*|comod*|cortes*|simpatic*|disponibil*|accoglient*|brav*|"
     "efficien*|professional*|convenient*|piaciut*|piace|felic*",
     "cattiv*|male|lent*|sporc*|car=|caro|cara|cari|problem*|attesa|fila|coda|aspett*|difficil*|"
     "antipatic*|manca*|esaurit*|rotto|rotta|freddo|fredda|rumor*|peggio*|delu*|purtroppo|confus*|"
     "troppo|nessuno|vuot*|stretti|strette|scaduto|scaduta|maleducat*|scortes*|pericolos*|"
     "ingiust*|guast*|poco",
     "orribil*|terribil*|pessim*|schifos*|schifo|vergogn*|inaccettabil*|mai piu|disastr*|"
     "scandalos*|orrend*|truffa",
     "non|mai|ne=|senza|nessun*|niente|nulla"},
    {"pl",
     "doskonal*|fantastyczn*|wspanial*|swietn*|super|perfekcyjn*|rewelac*|najleps*|uwielbi*|"
     "znakomit*|niesamowit*|genialn*|wysmienit*|idealn*",
     "dobr*|mil=|mila|mile|milo|mili|uprzejm*|szybk*|czyst*|latw*|przyjemn*|dzieku*|zadowol*|swiez*"
     "|tani*|"
     "polec*|wygodn*|pomocn*|sympatyczn*|smaczn*|pyszn*|profesjonal*|sprawn*|fajn*|podoba*|"
     "ladn*|korzystn*|zyczliw*|przytuln*",
     "zl=|zla|zle|zly|wolno|powoln*|brudn*|drog*|problem*|kolejk*|czeka*|trudn*|niemil*|brak*|"
     "zepsut*|zimn*|glosn*|gorsz*|rozczarow*|niestety|zamieszani*|za malo|nikt|pust*|ciasn*|"
     "wask*|przeterminowan*|niegrzeczn*|niebezpieczn*|niesprawiedliw*|slab*|kiepsk*|chaos*|skarg*|"
     "nieuprzejm*|za dlugo",
     "okropn*|straszn*|fataln*|obrzydliw*|skandal*|najgorsz*|nigdy wiecej|tragiczn*|beznadziej*|"
     "koszmar*|dramat*|wstyd*|ohydn*|zenad*|zenujac*",
     "nie|nigdy|bez|ani|nic|zaden|zadn*"},
    {"fi",
     "erinomai*|loistav*|mahtav*|taydelli*|upea*|huippu*|ihan=|ihana*|rakast*|paras*|parha*|"
     "fantasti*|erinomaise*|mahtavaa",
     "hyva*|hyvi*|mukava*|kiva*|ystavalli*|nopea*|nopeasti|siisti*|puhdas|puhta*|helppo*|kiitos*|"
     "kiitok*|tyytyvai*|"
     "tuore*|edulli*|suosit*|miellytta*|avulia*|kohtelia*|halpa*|viihtyisa*|sujuva*|toimiva*|"
     "hieno*|asiantunte*|iloinen|iloiset|sujui|maukas*|ammattitai*",
     "huono*|hidas*|hitaa*|likai*|kallis*|kallii*|ongelma*|jono*|odott*|vaikea*|tyly*|puuttu*|"
     "loppu*|rikki|kylma*|meluis*|pahempi|pettyn*|pettymy*|valitettav*|sekava*|liian|kukaan|tyhj*|"
     "ahdas*|kapea*|vanhentun*|epakohtelia*|vaarallis*|epareilu*|harmi*|ikava*|arsytt*|heikko*",
     "kamala*|hirve*|kauhea*|karmea*|surkea*|huonoin|huonoimm*|inhottav*|tormea*|ei enaa koskaan|"
     "jarkytta*|katastrof*|haveton*|torkea*|ala-arvoi*",
     "ei|en|et|emme|ette|eivat|eika|koskaan|ilman|mitaan"},
    {"ar", "ممتاز*|رائع*|مذهل*|مثالي*|افضل|احب*|عظيم*|خرافي*|روعه|متميز*",
     "جيد*|حسن*|لطيف*|ودود*|سريع*|نظيف*|سهل*|شكر*|راضي*|سعيد*|طازج*|رخيص*|انصح|مفيد*|مريح*|محترم*|"
     "جميل*|متعاون*|لذيذ*|مرتب*|مناسب*|طيب*|مبتسم*",
     "سيء*|سيئ*|بطيء*|بطيئ*|قذر*|غالي*|مشكل*|انتظر*|انتظار|طابور|صعب*|وقح*|ناقص*|نفذ*|مكسور*|بارد*|"
     "مزعج*|اسوا|"
     "للاسف|خاطئ*|معطل*|مرتفع*|ضيق*|فارغ*|خطير*|ظلم|زحام|ازدحام|تاخر*|متاخر*|مغلق*|فوضى|تجاهل*|"
     "خيبه",
     "فظيع*|مريع*|مقرف*|كارث*|مخجل*|عيب|نصب|لن اعود|فضيح*|زباله", "لا|لم|ليس|ليست|لن|غير|بدون|ما"},
};

/// Emoji and emoticons that everybody reads alike, whatever the language.
// clang-format breaks these lines anew each time: it cannot tell how wide they are.
// clang-format off
inline constexpr std::string_view kGoodSigns =
    "😀|😃|😄|😁|😆|😊|🙂|😍|🥰|😘|🤩|😎|👍|👏|🙌|💪|❤|💕|💖|💗|💙|💚|💛|💜|🧡|♥|😋|🎉|✨|🌟|⭐|💯|🙏|👌|😻|🤗|"
    "😇|"
    "☺|😌|✅|🥳|😸|🫶|🌹|💐|😉|😃|:)|:-)|=)|:d|:-d|<3|;)|;-)|:p";
inline constexpr std::string_view kBadSigns =
    "😠|😡|🤬|😤|😞|😟|😢|😭|😩|😫|😖|😣|☹|🙁|😕|👎|💩|🤮|🤢|😒|🙄|😑|💔|😔|😰|😨|😱|😓|🤦|😾|😿|👿|🖕|❌|🥵|"
    "🥶|😪|"
    ":(|:-(|=(|:'(|:/|:-/|:|";
// clang-format on

}  // namespace earshot::text
