// Good and bad words and phrases of Polish. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kPolishWords = {
    "pl",
    "fantastyczn*|swietn*|super|perfekcyjn*|rewelac*|najleps*|uwielbi*|znakomit*|niesamowit*|"
    "genialn*|wysmienit*|idealn*|wspania*|doskona*|wyborn*|przepyszn*|cudown*|cudo=|"
    "perfekcj*|bezkonkurencyjn*|niezastapion*|fenomenaln*|obledn*|zachwyc*|zachwyt*|"
    "arcydziel*|mistrzowsk*|petarda|sztos=|bomba=|ekstra=|extra=|pierwszorzedn*|rewelka|"
    "bajeczn*|zajebist*|wybitn*|przepiekn*|przecudown*|olsniewajac*|wzorow*|nieocenion*|"
    "bezbledn*|nienagann*|polecam=|polecamy=|trzyma* w napieciu do konca|mistrzostwo swiata|"
    "z czystym sumieniem polecam|z czystym sumieniem|goraco polecam|szczerze polecam|"
    "polecam kazdemu|polecam wszystkim|polecam z calego serca|serdecznie polecam|"
    "naprawde polecam|na pewno wroce|na pewno wrocimy|z pewnoscia wrocimy|"
    "z przyjemnoscia wroce|chetnie wroce|chetnie wrocimy|chce sie wracac|bede wracac|"
    "bedziemy wracac|nigdy sie nie zawiodlam|nigdy sie nie zawiodlem|nigdy nie zawodzi|"
    "nie zawiodlam sie|nie zawiodlem sie|nie mam zastrzezen|bez zastrzezen|bez zarzutu|"
    "nie ma sie do czego|nie ma do czego sie|bez dwoch zdan polecam|pierwsza klasa|"
    "najwyzsza klasa|klasa sama w sobie|na najwyzszym poziomie|najwyzszej jakosci|"
    "z najwyzszej polki|strzal w dziesiatke|niebo w gebie|palce lizac|zapiera dech|"
    "powala na kolana|przeroslo moje oczekiwania|przerosl moje oczekiwania|powyzej oczekiwan|"
    "ponad oczekiwania|robi robote|robi wrazenie|pelen profesjonalizm|pelna profeska|"
    "wart* kazdej zlotowki|warte kazdej zlotowki|piec gwiazdek|dziesiec na dziesiec|"
    "zloty czlowiek|aniol nie czlowiek|lekarz z powolania|jestem zachwycon*|"
    "pozycja obowiazkowa|trzeba zobaczyc|nie moglam sie oderwac|nie moglem sie oderwac|"
    "jednym tchem",

    "dobry|dobra=|dobre|dobrze|dobrego|dobrych|dobrym|dobrej|dobremu|mil=|mila|mile|milo|"
    "mili|uprzejm*|szybk*|czyst*|latw*|przyjemn*|dzieku*|zadowol*|swiez*|tanio|tanie|tani=|"
    "tania|taniej|tanich|polecam|polecamy|polecic|polecil*|wygodn*|pomocn*|sympatyczn*|"
    "smaczn*|pyszn*|profesjonal*|sprawn*|fajn*|podoba*|ladn*|korzystn*|zyczliw*|przytuln*|"
    "superow*|spoko=|dobre=|dobrze=|pychota|mily=|milutk*|przemil*|przesympatyczn*|serdeczn*|"
    "grzeczn*|kulturaln*|cierpliw*|wyrozumial*|empatyczn*|fachow*|kompetentn*|rzeteln*|"
    "solidn*|sumienn*|skuteczn*|blyskawiczn*|punktualn*|terminow*|bezproblemow*|niezawodn*|"
    "godn* polecenia|czysciutk*|schludn*|zadban*|komfortow*|przestronn*|klimatyczn*|urokliw*|"
    "gustown*|eleganck*|estetyczn*|piekn*|sliczn*|przesliczn*|soczyst*|chrupiac*|aromatyczn*|"
    "rozplywa*|trwal*|wytrzymal*|poreczn*|praktyczn*|przydatn*|funkcjonaln*|intuicyjn*|"
    "przystepn*|oplaca=|oplacalo|usatysfakcjonowan*|wdzieczn*|wciagajac*|wciaga=|porywajac*|"
    "wzruszajac*|wzrusza=|zabawn*|blyskotliw*|inspirujac*|poruszajac*|ciekawa=|interesujac*|"
    "relaksujac*|goscinn*|przyjazn*|usmiechniet*|troskliw*|zaangazowan*|dopracowan*|starann*|"
    "mieciutk*|lubie=|uwielbia*|kocham=|warto=|imponujac*|udany=|udana=|polecany|zalet*|"
    "porzadn*|lux=|trzyma w napieciu|warte swojej ceny|wart* swojej ceny|warte uwagi|"
    "warto zajrzec|warto odwiedzic|rozsadna cena|rozsadne ceny|w dobrej cenie|"
    "zgodn* z opisem|zgodne z opisem|szybka dostawa|szybka wysylka|ekspresowa wysylka|"
    "szybka realizacja|wszystko ok|wszystko super|wszystko zgodnie z planem|"
    "dziala bez zarzutu|dziala jak nalezy|dziala jak marzenie|spelnia swoja role|"
    "spelnia oczekiwania|spelnil* moje oczekiwania|sprawdza sie swietnie|"
    "swietnie sie sprawdza|dobrze sie sprawdza|lezy idealnie|strzalem w dziesiatke|"
    "czuc sie jak w domu|jak u mamy|jak u babci|z usmiechem na twarzy|zawsze usmiechniet*|"
    "wszystko cierpliwie|poswiecil* duzo czasu|sluzy rada|sluza pomoca|chetnie pomog*|"
    "staneli na wysokosci zadania|stanal na wysokosci zadania|wielki plus|duzy plus|"
    "oby tak dalej|tak trzymac|wielkie dzieki|dobra robota|czysto i schludnie|duze porcje|"
    "mozna sie najesc|jestem zadowolon*|poplakalam sie ze smiechu|nie zaluje",

    "zl=|zla|zle|zly|wolno|powoln*|drogo|drogi=|droga=|drogie|drozej|drozsz*|drozyzn*|"
    "drogich=|problem*|kolejk*|czeka*|trudn*|niemil*|brak*|zepsut*|zimn*|glosno|glosny|"
    "glosna|glosne|glosniej|gorsz*|rozczarow*|niestety|zamieszani*|za malo|nikt|pusty|pusta|"
    "puste|pusto|pustki|pustych|pustej|ciasn*|wask*|przeterminowan*|niegrzeczn*|"
    "niebezpieczn*|niesprawiedliw*|slaby|slaba|slabe|slabo=|slabych=|slabsz*|kiepsk*|chaos*|"
    "skarg*|nieuprzejm*|za dlugo|zawiedzi*|zawiod*|marn*|lich*|gorzej=|pogorsz*|"
    "niesympatyczn*|nieprzyjemn*|nieprofesjonaln*|niekompeten*|opryskliw*|arogan*|wulgarn*|"
    "nadet*|burakow*|znudzon*|olewajac*|olewa=|olali=|lekcewaz*|zlekcewaz*|zignorowa*|"
    "ignoruj*|zbywa*|niechluj*|nieprzygotowan*|niezorganizowan*|nieogarniet*|balagan*|brud*|"
    "smierdz*|smrod*|stechlizn*|zatechl*|zaniedban*|obskurn*|obdrapan*|zagrzybi*|niewygodn*|"
    "duszno=|halas*|niesmaczn*|bez smaku|mdle=|mdly=|mdla=|przesolon*|przypalon*|spalon*|"
    "rozgotowan*|niedogotowan*|niedopieczon*|niedosmazon*|surowe w srodku|nieswiez*|czerstw*|"
    "zjelcza*|gumowat*|gumiast*|wysuszon*|wodnist*|tlusta breja|zepsul*|popsut*|popsul*|"
    "uszkodz*|wadliw*|usterk*|awari*|zacina=|zawiesza=|porysowan*|pekniet*|niedzialajac*|"
    "tandet*|podrobk*|bezuzyteczn*|niewart*|przeplac*|przereklamowan*|nudn*|nuda=|nudy=|"
    "przewidywaln*|przegadan*|naiwn*|sztampow*|rozwleczon*|dluzyzn*|irytuj*|wkurz*|denerwuj*|"
    "wnerwia*|meczac*|nieporozumieni*|niezadowolon*|niezadowoleni*|nierzeteln*|niesolidn*|"
    "nieterminow*|niepunktualn*|opozni*|spozni*|reklamacj*|niedorobk*|partacz*|fuszerk*|"
    "bezsensown*|absurd*|wprowadza* w blad|nie warto|niewarte swojej ceny|"
    "pozostawia wiele do zyczenia|wiele do zyczenia|zero kultury|brak kultury|"
    "brak profesjonalizmu|brak szacunku|brak zainteresowania|brak kontaktu|brak odpowiedzi|"
    "brak reakcji|zero reakcji|zero kontaktu|zero empatii|nikt nie odbiera|"
    "nie odbieraja telefonu|nie odpisuja|nie mozna sie dodzwonic|nie da sie dodzwonic|"
    "bez odpowiedzi|maja klienta gdzies|ma klienta w|za kare|z laski|na odczepnego|na odwal|"
    "laske robi*|jak intruz|dlugie kolejki|godzine czekania|czekalam ponad|czekalem ponad|"
    "trzeba dlugo czekac|za drogo|zdecydowanie za drogo|zbyt drogo|ceny z kosmosu|"
    "ceny z ksiezyca|nieadekwatn* do|zimne jedzenie|podane zimne|male porcje|"
    "wyszlismy glodni|z mikrofalowki|z mrozonki|bez wyrazu|przestal* dzialac|nie dziala|"
    "nie nadaje sie|niezgodn* z opisem|ciagle sie psuje|slaba jakosc|niskiej jakosci|"
    "kiepskiej jakosci|spodziewal* sie czegos wiecej|oczekiwal* wiecej|wieje nuda|"
    "nudny jak flaki|flaki z olejem|ledwo dotrwal*|zasypial*|zasnal* na|nic specjalnego|"
    "szalu nie ma|bez szalu|zal wydanych pieniedzy|prosi sie o remont|lata swietnosci|"
    "pamieta czasy prl",

    "okropn*|straszn*|fataln*|obrzydliw*|skandal*|najgorsz*|nigdy wiecej|tragiczn*|"
    "beznadziej*|koszmar*|dramat*|wstyd*|zenad*|zenujac*|zalosn*|zenua=|masakr*|porazk*|dno=|"
    "syf=|ohyd*|paskudn*|oszust*|oszuka*|oszukuj*|naciagacz*|zlodziej*|zdzierstw*|chamsk*|"
    "chamstw*|gown*|badziew*|szajs*|bubel*|chlam*|szmelc*|odradzam*|najgorzej|"
    "niedopuszczaln*|karygodn*|bezczeln*|makabr*|splesnia*|plesn|karaluch*|pluskw*|"
    "niejadaln*|zatruci*|kpina=|kpiny=|przekret*|wyludz*|upokarzajac*|syfiast*|gniot*|"
    "nigdy tam nie|wiecej tam nie|moja noga tam nie|omijac szerokim lukiem|"
    "omijajcie szerokim lukiem|szerokim lukiem|trzymajcie sie z daleka|trzymac sie z daleka|"
    "strata czasu|szkoda czasu|strata pieniedzy|pieniadze wyrzucone w bloto|"
    "wyrzucone w bloto|szkoda pieniedzy|szkoda kasy|szkoda nerwow|szkoda slow|brak slow|"
    "rece opadaja|noz sie w kieszeni|ponizej krytyki|ponizej wszelkiej krytyki|pod psem|"
    "do kitu|do bani|do dupy|jakas kpina|jakis zart|istna tragedia|jedna wielka tragedia|"
    "po prostu tragedia|totalna porazka|totalne dno|dno i metr mulu|nadaje sie do kosza|"
    "wyladowa* w koszu|wyrzucil* do kosza|zero gwiazdek|gdybym mogl dac zero|"
    "gdybym mogla dac zero|czeski film|rozlecial* sie|rozpadl* sie|nie polecam nikomu|"
    "nikomu nie polecam|robia ludzi w|zeruja na",

    "nie|nigdy|bez|ani|nic|zaden|zadn*"};
// clang-format on

}  // namespace earshot::text
