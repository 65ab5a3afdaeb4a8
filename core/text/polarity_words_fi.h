// Good and bad words and phrases of Finnish. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kFinnishWords = {
    "fi",
    "erinomai*|loistav*|mahtav*|taydelli*|upea*|huippu*|ihan=|ihana*|rakast*|paras*|parhaita|"
    "parhain|parhaimm*|fantasti*|loistokkaa*|upei*|ihania*|parhaa*|suosittele*|suosittelu*|"
    "suositeltav*|uskomattoman hyva*|mestariteo*|mestarilli*|ensiluokkai*|priima*|hurmaav*|"
    "lumoav*|vaikuttunut|vaikuttuneit*|ylivertai*|taivaalli*|jumalai*|superhyv*|megahyv*|"
    "moitteet*|virheetto*|ykkosluok*|kympin=|nappisuoritu*|unohtumato*|unohtumatto*|nerok*|"
    "ihastu*|vertaansa vailla|voin lampimasti suositella|suosittelen lampimasti|"
    "voin suositella|uskallan suositella|ehdottomasti suosittelen|tulemme uudestaan|"
    "tulen uudestaan|tulen varmasti uudestaan|tulen ehdottomasti uudelleen|"
    "menen varmasti uudestaan|mennaan uudestaan|toistekin|uudestaankin|taydet pisteet|"
    "viisi tahtea|taysi kymppi|kymmenen pistetta|kympin arvoi*|ylitti odotukset|"
    "ylitti odotukseni|ylitti kaikki odotukset|yli odotusten|ei moitittavaa|"
    "ei mitaan moitittavaa|ei pahaa sanottavaa|ei valittamista|ei mitaan valittamista|"
    "ei voi moittia|parempaa ei voi toivoa|ei voisi olla parempi|ei koskaan peta|"
    "ei ole koskaan pettanyt|ei pettanyt|vei kielen mennessaan|kieli meni mennessaan|"
    "sulaa suuhun|suli suuhun|makuhermoja hivele*|toimii kuin unelma|toimii kuin junan vessa|"
    "kuin junan vessa|toimii moitteetta|joka sentin arvoi*|joka euron arvoi*|napakymppi|"
    "nappiin meni|meni nappiin|aivan huippu|ihan huippu|ihan paras|todella hyva|tosi hyva|"
    "erittain hyva|hattua nosta*|nostan hattua|peukut ylos|pakko nahda|"
    "ei voinut laskea kasista|en malttanut laskea|kerralla loppuun",

    "hyva=|hyvaa=|hyvan=|hyvat=|hyvassa=|hyvalta=|hyvalla=|hyvaksi=|hyvin=|hyvia=|hyvissa=|"
    "hyvilla=|mukava*|kiva*|ystavalli*|nopea*|siisti*|puhdas|puhta*|helppo*|kiitos*|kiitok*|"
    "tyytyvai*|tuore*|edulli*|suosit*|miellytta*|avulia*|kohtelia*|halpa*|sujuva*|hieno*|"
    "asiantunte*|iloinen|sujui|ammattitai*|mukavi*|palvelualt*|palveluhalu*|ammattimai*|"
    "osaav*|iloise*|iloista=|hymyilev*|huomaavai*|empaatti*|karsivalli*|luotettav*|rehelli*|"
    "vaivato*|vaivatto*|ripea*|salamanno*|tasmalli*|joustav*|siisteys|puhdasta=|viihtyis*|"
    "kodik*|tunnelmalli*|rauhalli*|tilav*|herkulli*|herkku*|mauk*|namia=|nam=|rapea*|mehuk*|"
    "mehev*|mureaa*|suussasulav*|taytelai*|raik*|laaduka*|laadukka*|kestav*|tukeva*|"
    "kaytannolli*|katev*|toimiv*|hyodylli*|kannattav*|kiitan=|kiitettav*|kehu*|tykka*|"
    "rakasta*|kaunis=|kaunii*|kaunista=|tyylik*|hauska*|hausko*|viihdyttav*|koukuttav*|"
    "mukaansatempaav*|koskettav*|jannittav*|mielenkiintoi*|kiinnostav*|oivalli*|mainio*|"
    "kelpo=|nappar*|sympaatti*|lamminhenki*|sydamelli*|valittav*|huolelli*|perusteelli*|"
    "ammattilai*|onnistunut|onnistunee*|monipuoli*|kattava*|runsa*|lapsiystav*|sopo*|pehmoi*|"
    "jees=|makee=|suosikk*|lempipai*|luottopaik*|rentoutt*|elamys*|elamyk*|hintansa arvoi*|"
    "rahan arvoi*|rahalle vastinetta|vastinetta rahalle|hinta laatusuhde kohdallaan|"
    "hinta-laatusuhde kohdallaan|hinta kohdallaan|kannattaa kayda|kannattaa ostaa|"
    "kannattaa tutustua|kaymisen arvoi*|nakemisen arvoi*|lukemisen arvoi*|pitaa lupauksensa|"
    "piti lupauksensa|juuri sita mita|vastasi odotuksia|vastasi kuvausta|kuten luvattu|"
    "nopea toimitus|nopea palvelu|hyvaa palvelua|hyvaa ruokaa|hyvin palveltu|hoitui hienosti|"
    "hoitui hyvin|hoitui nopeasti|toimii hyvin|sujui hyvin|hyvalla fiiliksella|hyva mieli|"
    "jai hyva mieli|hyvan mielen|hymyssa suin|hymy huulilla|otettiin hyvin vastaan|"
    "hyvin huomioitu|tunsin oloni tervetulleeksi|kuin kotonaan|kuin kotona|"
    "otettiin tosissaan|iso kiitos|isot kiitokset|suuri kiitos|kiitos hyvasta|erityiskiitos|"
    "plussaa|istuu taydellisesti|istuu hyvin|ajaa asiansa|tekee tehtavansa|"
    "yllattyi* positiivisesti|positiivinen yllatys|positiivisesti yllattynyt|nauroin aaneen|"
    "piti otteessaan|pitaa otteessaan|vatsa taynna|ilo asioida",

    "huono*|hidas*|hitaa*|likai*|kallis*|kallii*|ongelma*|jono*|odott*|vaikea*|tyly*|puuttu*|"
    "loppu=|loppunut=|loppuneet=|loppui=|loppuunmyy*|rikki|kylma*|meluis*|pahempi|"
    "valitettav*|sekava*|liian|kukaan|tyhj*|kapea*|vanhentun*|epakohtelia*|vaarallis*|"
    "epareilu*|harmi*|ikava*|arsytt*|heikko*|kehno*|onneto*|onnetto*|petty*|pety*|toyke*|"
    "epaystavalli*|ylimieli*|nyrpe*|nenak*|area*|kiukkui*|vihai*|valinpitamat*|"
    "epaammattimai*|ammattitaidoto*|ammattitaidotto*|osaamato*|osaamatto*|asiato*|asiatto*|"
    "royhke*|epaluotettav*|eparehelli*|vaivaannutt*|kiusalli*|nolo=|noloa=|ylihin*|"
    "sikakalli*|likane*|saastai*|epasiist*|sottai*|sotkui*|torkyi*|polyi*|haise*|haisi=|"
    "loyhka*|lemu=|tunkkai*|ummehtun*|epamukav*|nuhjui*|kulahta*|rahjai*|ahda*|meteli*|"
    "mauto*|mautto*|pahaa=|ylisuola*|palanut=|sitke*|ylikyp*|kumimai*|vetinen=|vetista=|"
    "nahistun*|nuutun*|haaleaa=|eltaantun*|harski*|rikkin*|hajosi=|hajoaa=|hajonnu*|vialli*|"
    "vaurioit*|hutera*|heppoi*|hauras=|kraas*|rihkam*|maanantaikappale*|hyodyto*|hyodytto*|"
    "turha*|puuttee*|puutteita|virheelli*|virheita|reklamaat*|reklamoi*|tyytymat*|valitus=|"
    "kaootti*|kaaos=|sekasorto*|sekoil*|tylsa*|tylsi*|pitkastytta*|puuduttav*|pitkaveteinen|"
    "pitkaveteis*|ennalta arvattav*|ennalta-arvattav*|klisei*|epauskottav*|teennai*|"
    "naurettav*|rasittav*|suututta*|raivostutt*|vitut*|hankal*|vaivalloi*|myohassa=|"
    "myohasty*|viivasty*|tolkuto*|tolkutto*|mitaansanomat*|ahtaa*|sarkyi=|naarmui*|"
    "jatti toivomisen varaa|jattaa toivomisen varaa|toivomisen varaa|parantamisen varaa|"
    "ei kannata|ei ole hintansa|liian kallis|liian kallista|aivan liian kauan|sai odottaa|"
    "saa odottaa|joutui odottamaan|joutuu odottamaan|jouduimme odottamaan|"
    "odotimme yli tunnin|odotin yli tunnin|kesti ikuisuuden|kesti kauan|kestaa ikuisuuden|"
    "pitkat jonot|ei vastata puhelimeen|ei vastaa puhelimeen|puhelimeen ei vastata|"
    "kukaan ei vastaa|ei mitaan vastausta|en saanut vastausta|ei saanut apua|ei kiinnostanut|"
    "ei kiinnosta|ei voisi vahempaa|ketaan ei nakynyt|piti pyytaa kahdesti|pompoteltiin|"
    "pallotel*|luukulta luukulle|kuin ilmaa|nena pystyssa|naama nurinpain|naama vaarinpain|"
    "lakkasi toimimasta|ei toimi|ei toiminut|ei kesta|ei kestanyt|meni rikki|hajosi kasiin|"
    "hajosi heti|hajosi ensimmaisella|lahti palautukseen|meni palautukseen|palautin tuotteen|"
    "ei vastaa kuvausta|ei vastannut kuvausta|ei vastannut odotuksia|odotin enemman|"
    "odotin parempaa|odotimme parempaa|ruoka kylmaa|kylmana poytaan|jai nalka|nalka jai|"
    "nalkaisena|hius ruoassa|paha maku|huono maku suuhun|ei maistunut miltaan|"
    "ei maistu miltaan|remontin tarpeessa|nahnyt parhaat paivansa|parhaat paivansa nahnyt|"
    "jai kesken|jatin kesken|meinasin nukahtaa|meinasi uni|ei jatkoon|ei mitaan erikoista|"
    "ei haikaissyt|ei vakuuttanut|ei vakuuta",

    "kamala*|hirve*|kauhea*|karmea*|huonoin|huonoimm*|inhottav*|tormea*|ei enaa koskaan|"
    "jarkytta*|katastrof*|haveton*|ala-arvoi*|surke*|kauhei*|kamalia*|karmei*|torke*|"
    "kelvoto*|kelvotto*|alaarvoi*|paska*|perseesta|syvalta=|hanurista|kuseta*|kusett*|"
    "kusetu*|huija*|rahastu*|kiskuri*|allo*|kuvottav*|vastenmieli*|oksetta*|yok=|hyi=|"
    "hapealli*|hapea=|painajai*|fiasko*|roska=|roskaa=|sysipaska*|luokato*|luokatto*|"
    "homeessa|homei*|hometta=|torakoi*|lutei*|ruokamyrkyty*|syomakelvot*|pilaantun*|rasisti*|"
    "pahin=|kasittamato*|ryostohin*|en suosittele kenellekaan|ei voi suositella|"
    "en voi suositella|ei koskaan enaa|en koskaan enaa|ei enaa ikina|ei ikina enaa|"
    "ei toista kertaa|ensimmainen ja viimeinen kerta|kiertakaa kaukaa|kierra kaukaa|"
    "kannattaa kiertaa kaukaa|pysykaa kaukana|pysy kaukana|rahan tuhlausta|rahan tuhlaus|"
    "rahanhukka|rahat hukkaan|ajan hukkaa|ajanhukkaa|ajan tuhlausta|ala tuhlaa|"
    "alkaa tuhlatko|saastakaa rahanne|nolla tahtea|alle kaiken arvostelun|alle arvostelun|"
    "kaiken arvostelun alapuolella|taytta paskaa|taysi pettymys|taysi floppi|pohjanoteeraus|"
    "suoraan roskiin|meni roskiin|lensi roskiin|jai syomatta|jatin syomatta|taysi vitsi|"
    "huono vitsi|vietiin rahat",

    "ei|en|et|emme|ette|eivat|eika|koskaan|ilman|mitaan"};
// clang-format on

}  // namespace earshot::text
