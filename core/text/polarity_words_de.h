// Good and bad words and phrases of German. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kGermanWords = {
    "de",
    "ausgezeichnet*|fantastisch*|wunderbar*|perfekt*|hervorragend*|super|toll*|grossartig*|"
    "liebe|beste|klasse|spitze|genial*|erstklassig*|begeistert*|prima|top|einwandfrei*|"
    "phantastisch*|wundervoll*|exzellent*|spitzenmassig*|traumhaft*|sensationell*|"
    "herausragend*|uberragend*|unschlagbar*|meisterhaft*|meisterwerk*|begeisternd*|"
    "vorzuglich*|brillant*|weltklasse|tadellos*|makellos*|hammermassig*|superlecker*|"
    "kostlich*|hochwertig*|empfehlenswert*|weiterempfehl*|atemberaubend*|sehr zu empfehlen|"
    "nur zu empfehlen|nur weiterempfehlen|kann ich nur empfehlen|absolut top|alles top|"
    "top service|top qualitat|rundum zufrieden|voll und ganz zufrieden|mehr als zufrieden|"
    "vollste zufriedenheit|immer wieder gerne|gerne wieder|jederzeit wieder|"
    "kommen gerne wieder|kommen auf jeden fall wieder|komme gerne wieder|nichts zu meckern|"
    "nichts zu beanstanden|nichts auszusetzen|gibt nichts zu bemangeln|keine wunsche offen|"
    "konnte nicht besser sein|besser geht es nicht|besser gehts nicht|"
    "alle erwartungen ubertroffen|erwartungen ubertroffen|volle punktzahl|funf sterne|"
    "daumen hoch|ein echter geheimtipp|ein absolutes muss|der hammer|ein traum|ein genuss|"
    "auf der zunge|war ein gedicht|lauft wie geschmiert|funktioniert super|uber sich hinaus|"
    "ganz grosses kino|bestens beraten|bestens aufgehoben|hin und weg|jeden cent wert|"
    "jeden euro wert",

    "gut|gute*|nett*|freundlich*|schnell*|sauber*|einfach|angenehm*|danke*|zufrieden*|"
    "frisch*|hilfsbereit*|empfehl*|gunstig*|bequem*|kompetent*|lecker*|hilfreich*|schone|"
    "schones|schoner|wunderschon*|ubersichtlich*|zuvorkommend*|gerne|reibungslos*|gefallt|"
    "gefallen|freut=|freue=|freude|gefreut|erfreu*|professionell*|toll=|tolle|topp=|"
    "aufmerksame|herzlich=|herzliche|herzlichkeit|liebevoll*|hoflich*|schmackhaft*|knusprig*|"
    "saftig*|butterzart|gemutlich*|blitzsauber*|gepflegt*|komfortabel|geraumig*|zuverlassig*|"
    "punktlich*|zugig*|blitzschnell*|unkompliziert*|problemlos*|preiswert*|langlebig*|"
    "robust*|praktisch=|praktisches|handlich*|spannend*|fesselnd*|packend*|mitreissend*|"
    "witzig*|unterhaltsam*|kurzweilig*|beruhrend*|humorvoll*|einfuhlsam*|charmant*|gelungen=|"
    "gelungene|geschmackvoll*|stilvoll*|sympathisch*|kulant*|lobenswert*|vorbildlich*|"
    "sorgfaltig*|liebenswurdig*|fachkundig*|geduldig=|geduldige|entspannt*|einladend*|"
    "benutzerfreundlich*|pflegeleicht*|passgenau*|kuschelig*|kinderfreundlich*|familiar*|"
    "abwechslungsreich*|vielseitig*|sehenswert*|lesenswert*|lohnenswert*|preisgunstig*|"
    "wohlgefuhlt|geil=|geile|cool=|coole|dankbar*|beeindruckt*|beeindruckend*|uberzeugend*|"
    "liebling*|freude=|spass=|formschon*|farbenfroh*|zuckersuss*|verlasslich*|sein geld wert|"
    "das geld wert|den preis wert|eine reise wert|einen besuch wert|preis leistung stimmt|"
    "preis leistung top|alles bestens|alles super|hat alles geklappt|wie beschrieben|"
    "halt was es verspricht|halt was er verspricht|halt was sie verspricht|sehr schon|"
    "so schon|schon eingerichtet|auf den punkt gegart|gut aufgehoben|ernst genommen gefuhlt|"
    "sehr wohl gefuhlt|fuhlt man sich wohl|wie zu hause|nahm sich zeit|nimmt sich zeit|"
    "viel zeit genommen|sehr bemuht|mit rat und tat|auf alle wunsche|grosses lob|"
    "vielen dank an|herzlichen dank|macht spass|hat spass gemacht|bis zur letzten minute|"
    "aus der hand legen|tranen gelacht|passt wie angegossen|sitzt perfekt|gut verarbeitet|"
    "liegt gut in der hand|kinderleicht|nie enttauscht|nicht bereut|lohnt sich|"
    "schnell geliefert|schnelle lieferung|mochte nicht mehr missen|keine probleme|"
    "warmstens empfehlen|schmeckt super|schmeckt sehr gut",

    "schlecht*|langsam*|schmutzig*|dreckig*|teuer*|teure*|problem*|wartezeit*|warten|"
    "gewartet|schlange|schwierig*|unfreundlich*|fehlt*|ausverkauft|kaputt*|kalt*|laut|laute=|"
    "lauter=|lautes=|schlimm*|enttausch*|leider|verwirr*|zu wenig|niemand*|leer*|eng=|enge=|"
    "enges=|engen=|enger=|abgelaufen*|gefahrlich*|ungerecht*|unhoflich*|nervig*|"
    "unubersichtlich*|argerlich*|mangelhaft*|mies=|miese|patzig*|pampig*|arrogant*|"
    "uberheblich*|genervt*|nervend*|nervt=|argernis*|verargert*|entauscht*|entauschend*|"
    "inkompetent*|ahnungslos*|lustlos*|lieblos*|desinteressiert*|gleichgultig*|unmotiviert*|"
    "uberfordert*|unaufmerksam*|unorganisiert*|chaotisch*|chaos=|unzuverlassig*|unpunktlich*|"
    "uberteuert*|wucher=|schmuddelig*|versifft*|verdreckt*|ungepflegt*|unhygienisch*|"
    "unsauber*|verstaubt*|stinkt=|stinkend*|gestank*|muffig*|miefig*|abgewohnt*|"
    "heruntergekommen*|durchgelegen*|hellhorig*|ungemutlich*|unbequem*|defekt=|defekte|"
    "beschadigt*|zerbrochen*|zerkratzt*|wackelig*|wacklig*|minderwertig*|ungenugend*|"
    "unbefriedigend*|unzufrieden*|unzureichend*|fehlerhaft*|unvollstandig*|reklamation*|"
    "geschmacklos*|versalzen*|verkocht*|zerkocht*|angebrannt*|verbrannt*|matschig*|pappig*|"
    "labbrig*|labberig*|lauwarm*|fade=|zah=|zahes|ranzig*|abgestanden*|furztrocken*|"
    "staubtrocken*|langweilig*|ode=|vorhersehbar*|klischeehaft*|langatmig*|unglaubwurdig*|"
    "unlogisch*|hanebuchen*|oberflachlich*|peinlich*|lacherlich*|zeitverschwendung|"
    "geldverschwendung|fehlkauf*|umstandlich*|nutzlos*|wertlos*|sinnlos*|abweisend*|"
    "nicht empfehlenswert|nicht wert|nicht mehr hin|kommen nicht wieder|komme nicht wieder|"
    "lieber woanders|besser woanders|lasst zu wunschen ubrig|liess zu wunschen ubrig|"
    "viel zu teuer|zu teuer|viel zu laut|zu salzig|zu trocken|viel zu lange|ewig gewartet|"
    "ewig warten|stunde gewartet|stunden gewartet|lange warten|lange wartezeit|"
    "warte immer noch|bis heute keine antwort|keine antwort|keine ruckmeldung|"
    "niemand erreichbar|telefonisch nicht erreichbar|geht niemand ran|nie ans telefon|"
    "keine ahnung|von oben herab|wie luft behandelt|abgefertigt|wie am fliessband|"
    "vollig uberfordert|keines blickes gewurdigt|einfach ignoriert|"
    "fuhlt sich niemand zustandig|mehrfach nachfragen|nach kurzer zeit kaputt|"
    "gab den geist auf|geist aufgegeben|auseinander gefallen|funktioniert nicht|"
    "geht nicht mehr|ging zuruck|geht zuruck|zuruck geschickt|zuruckgeschickt|"
    "riecht nach chemie|billig verarbeitet|nicht wie abgebildet|nach nichts geschmeckt|"
    "schmeckt nach nichts|aus der mikrowelle|aus der dose|kalt serviert|essen kalt|"
    "nicht satt|in die jahre gekommen|dringend renoviert|an den haaren herbeigezogen|"
    "hatte mehr erwartet|mehr erwartet|nicht uberzeugt|hinter den erwartungen|"
    "schade um die zeit|sich sparen|haare im essen|haar im essen|zieht sich in die lange",

    "schrecklich*|furchtbar*|katastroph*|ekelhaft*|unverschamt*|unmoglich*|grauenhaft*|"
    "schlechteste*|nie wieder|unterirdisch*|skandal*|horror|miserabel*|entsetzlich*|"
    "grauenvoll*|grottenschlecht*|grottig*|frechheit*|eklig*|ekelig*|widerlich*|"
    "ungeniessbar*|abzocke*|abgezockt|betrug=|betruger*|betrogen*|schrott*|scheisse*|"
    "beschissen*|saftladen|unzumutbar*|inakzeptabel*|unprofessionell*|miserable|erbarmlich*|"
    "unbrauchbar*|verschimmelt*|schimmel=|schimmlig*|kakerlake*|verdorben*|"
    "lebensmittelvergiftung|drecksladen|mist=|mull=|zumutung|albtraum*|alptraum*|respektlos*|"
    "menschenunwurdig*|rassistisch*|nie mehr|einmal und nie wieder|finger weg|hande weg|"
    "nicht zu empfehlen|kann nur abraten|nur davon abraten|rate davon ab|"
    "raus geschmissenes geld|rausgeschmissenes geld|schade ums geld|unter aller sau|"
    "unter aller kanone|unter aller wurde|unter jeder kritik|das allerletzte|geht gar nicht|"
    "ein witz|ein schlechter scherz|fur die tonne|in die tonne|im mull gelandet|null sterne|"
    "keinen stern verdient|minus sterne|nicht mal geschenkt|zum kotzen|zum davonlaufen|"
    "einen grossen bogen|verlorene zeit|vergeudete zeit|am arsch|sieht uns nie wieder|"
    "sehen uns nicht wieder",

    "nicht|kein*|nie|niemals|ohne|weder|nichts|kaum"};
// clang-format on

}  // namespace earshot::text
