// Good and bad words and phrases of Italian. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kItalianWords = {
    "it",
    "fantastic*|perfett*|incredibil*|ottim*|adoro|miglior*|stupend*|splendid*|bravissim*|"
    "impeccabil*|favolos*|eccezional*|eccellen*|eccelent*|perfezione|magnific*|meravigli*|"
    "straordinari*|spettacolar*|strepitos*|superlativ*|sublim*|divin*|incantevol*|"
    "stratosferic*|mozzafiato|ineccepibil*|imbattibil*|insuperabil*|impareggiabil*|"
    "fenomenal*|geniale|geniali|squisit*|delizios*|prelibat*|buonissim*|gustos*|bellissim*|"
    "gentilissim*|simpaticissim*|cortesissim*|pulitissim*|velocissim*|utilissim*|comodissim*|"
    "freschissim*|cordialissim*|soddisfattissim*|contentissim*|adorato|entusiast*|innamorat*|"
    "consigliat*|straconsiglio|raccomando|raccomandatissim*|superconsigliat*|complimenti|"
    "capolavoro|chapeau|top=|imperdibil*|indimenticabil*|carinissim*|esilarant*|emozionant*|"
    "commovent*|avvincent*|coinvolgent*|appassionant*|travolgent*|magistral*|figata|"
    "fighissim*|goduria|bomba=|da dieci|da 10|dieci e lode|10 e lode|voto 10|cinque stelle|"
    "5 stelle|al top|il top|una bomba|una favola|una meraviglia|una chicca|una goduria|"
    "da leccarsi i baffi|da urlo|la fine del mondo|da non perdere|da consigliare|senza pari|"
    "senza eguali|nulla da eccepire|niente da eccepire|nulla da dire|niente da dire|"
    "nulla da ridire|niente da ridire|non ha eguali|non ha rivali|ad occhi chiusi|"
    "a occhi chiusi|lo ricomprerei|la ricomprerei|lo ricomprero|ci tornero|ci torneremo|"
    "ci ritorneremo|torneremo sicuramente|tornero sicuramente|vale la pena|ne vale la pena|"
    "vale ogni centesimo|vale tutti i soldi|soldi ben spesi|ben spesi|fiore all'occhiello|"
    "proprio quello che cercavo|quello che cercavo|quello che mi serviva|"
    "superato le aspettative|oltre le aspettative|superiore alle aspettative|"
    "mai deluso/delusa|mai delusi|non delude|non delude mai|una garanzia|una certezza|"
    "non ve ne pentirete|non te ne pentirai|coccolati dal|fatto il possibile|"
    "ottimo rapporto qualita prezzo|tiene incollati|incollati allo schermo|"
    "con il fiato sospeso|dall'inizio alla fine|letto d'un fiato|tutto d'un fiato|"
    "mi ha conquistato|continuate cosi|toccante|disponibilissim*",

    "buono|buona|buoni=|buone|buonissim*|buon=|bene|bell*|gentil*|rapid*|veloc*|pulit*|"
    "facil*|piacevol*|grazie|content*|fresc*|econom*|consigli*|utile|utili=|utilissim*|"
    "comodo|comoda|comodi=|comode|comodissim*|cortes*|simpatic*|disponibil*|accoglient*|"
    "brav*|efficien*|professional*|convenient*|piaciut*|piace|felic*|imprescindibil*|"
    "migliore|migliori|buona=|buone=|cordial*|simpatia|affabil*|premuros*|sorrident*|"
    "educatissim*|preparatissim*|competent*|competenza|efficac*|puntual*|celermente|celere|"
    "tempestiv*|scrupolos*|profumat*|confortevol*|spazios*|luminos*|silenzios*|elegant*|"
    "raffinat*|curatissim*|carino|carina|carini|gradevol*|gradit*|apprezzat*|apprezzo|"
    "saporit*|croccant*|succulent*|genuin*|fragrant*|abbondant*|morbid*|cremos*|robust*|"
    "resistent*|durevol*|maneggevol*|affare|affarone|soddisfa*|ringrazi*|grato|divertent*|"
    "spassos*|scorrevol*|intrigant*|rilassant*|suggestiv*|affascinant*|brillant*|adorabil*|"
    "ritornero|ritorneremo|tornero|torneremo|funzionale|funzionali|affidabil*|"
    "tranquillissim*|ospital*|calorosa|caloroso|da provare|ricomprerei|da tornarci|"
    "non vedo l'ora|come da descrizione|conforme alla descrizione|come descritto|"
    "arrivato in anticipo|prima del previsto|in perfette condizioni|ben imballato|"
    "ben confezionato|imballo perfetto|all'altezza delle aspettative|fa il suo dovere|"
    "fa il suo lavoro|svolge il suo lavoro|mantiene le promesse|come a casa|sentire a casa|"
    "sentiti a casa|buon rapporto qualita prezzo|buon rapporto qualita/prezzo|prezzo giusto|"
    "prezzi onesti|prezzo onesto|prezzi modici|prezzi contenuti|prezzi ragionevoli|"
    "buon prezzo|ben fatto/fatta|ben curato/curata|ben scritto|ben tenuto|facile da usare|"
    "facile da montare|semplice da usare|di ottima qualita|buona qualita|buon gusto|"
    "molto bene|molto bravo|vivamente consigliato|attenta",

    "cattiv*|male|lento|lenta|lentissim*|lentamente|lentezza|sporc*|car=|caro|cara|cari|"
    "problem*|attesa|fila|coda|aspett*|difficil*|antipatic*|manca*|esaurit*|rotto|rotta|"
    "freddo|fredda|rumor*|peggio*|delu*|purtroppo|confus*|troppo|nessuno|vuot*|stretti|"
    "strette|maleducat*|scortes*|pericolos*|ingiust*|guast*|poco|allucinant*|brutto|brutta|"
    "brutti|bruttin*|scadent*|scars*|mediocr*|scadut*|scorbutic*|scontros*|arrogan*|"
    "supponent*|presuntuos*|indisponent*|sgradevol*|svogliat*|menefreghis*|inefficien*|"
    "inefficac*|impreparat*|dilettant*|improvvisati|superficialita|negligen*|trascurat*|"
    "trasandat*|disorganizz*|caotic*|casino=|ritardo|interminabil*|estenuant*|tempi biblici|"
    "puzza|puzzav*|puzzolent*|fetore|maleodorant*|scomod*|fatiscent*|malandat*|degradat*|"
    "degrado|logor*|rotti=|difetto|difetti|danneggiat*|ammaccat*|graffiat*|fragil*|carissim*|"
    "costosissim*|salatissim*|esos*|esagerat*|spropositat*|sopravvalutat*|insipid*|insapor*|"
    "sciap*|scotta|bruciat*|bruciacchiat*|gommos*|stopposo|unto|untuos*|cibo riscaldato|"
    "stantio|stantia|rancid*|indigest*|noios*|noia|prevedibil*|scontatissim*|banalita|banale|"
    "banali|insuls*|ridicol*|assurd*|incoerent*|inconcludent*|prolisso|prolissa|inutil*|"
    "fastidios*|irritant*|frustrant*|stressant*|peccato|insufficient*|insoddisfa*|lamentela|"
    "reclamo|disservizio|disservizi|disagio|inaffidabil*|pentit*|sprecat*|spreco|"
    "mancanza di professionalita|mancanza di igiene|scarsa igiene|scarsa pulizia|"
    "poca professionalita|poco professionale|poco professionali|poco gentile|poco gentili|"
    "poco curato/curata|lascia a desiderare|lascia molto a desiderare|lasciano a desiderare|"
    "lasciano molto a desiderare|mi aspettavo di piu|mi aspettavo di meglio|niente di che|"
    "nulla di che|niente di speciale|cosi cosi|senza infamia|ne carne ne pesce|"
    "al di sotto delle aspettative|sotto le aspettative|non all'altezza|cattivo odore|"
    "odore di fogna|odore di muffa|odore sgradevole|senza sapore|senza gusto|arrivato freddo|"
    "arrivata fredda|servito freddo|troppo caro/cara|troppo salato/salata|troppo cotto/cotta|"
    "prezzi alle stelle|prezzi gonfiati|prezzi folli|conto salato|smesso di funzionare|"
    "non funziona|non funzionante|non funziona piu|si e rotto|si e rotta|si rompe|"
    "cade a pezzi|cadono a pezzi|arrivato rotto|mai arrivato|mai ricevuto|non e arrivato|"
    "nessuna risposta|nessuno risponde|non rispondono|non risponde nessuno|senza risposta|"
    "scaricabarile|se ne fregano|se ne lavano le mani|abbiamo dovuto aspettare|"
    "ho dovuto aspettare|un'ora di attesa|ore di attesa|attesa infinita|lunghe attese|"
    "dovuto chiedere piu volte|si sono dimenticati|ci siamo alzati|ce ne siamo andati|"
    "rimasti con la fame|siamo stati male|sono stata male|pessima qualita|scarsa qualita|"
    "bassa qualita|non e piu quello|peggiorato molto|senza senso|senza capo ne coda|"
    "mi sono addormentato|mi sono addormentata|non decolla|che peccato|scotti|pasta scotta",

    "orribil*|terribil*|pessim*|vergogn*|inaccettabil*|mai piu|disastr*|scandalos*|orrend*|"
    "un orrore|tremend*|schif*|disgust*|ripugnant*|vomitevol*|indecen*|indecoros*|indegn*|"
    "inammissibil*|intollerabil*|inqualificabil*|imbarazzant*|penos*|pietos*|squallid*|"
    "squallore|osceno|oscena|imperdonabil*|peggio|peggior*|bruttissim*|scarsissim*|delus*|"
    "deludent*|truff*|fregatura|fregature|imbrogli*|ladri|ladro|ladrocinio|furto|rapina|"
    "bidone|bugiard*|ingannevol*|inganno|maleducazione|sgarbat*|cafon*|burini|incompetent*|"
    "incompetenza|incapac*|lentissim*|sporco|sporca|sporchi|sporche|sporcizia|lurid*|lercio|"
    "lercia|sudici*|zozz*|muffa|scarafagg*|blatte|difettos*|cinesata|ciofeca|cagata|cacata|"
    "merda|porcheria|porcata|spazzatura|robaccia|monnezza|boiata|boiate|immangiabil*|"
    "avariat*|noiosissim*|soporifer*|insopportabil*|inutilizzabil*|inguardabil*|evitate|"
    "non vale la pena|non ne vale la pena|non lo consiglio|sconsiglio|sconsigliat*|"
    "state alla larga|stateci lontani|alla larga|da evitare|non ci tornero|non ci torneremo|"
    "non tornero|non torneremo|non comprate|non andateci|non ci andate|prima e ultima volta|"
    "ultima volta che|perdita di tempo|perdere tempo|spreco di soldi|soldi buttati|"
    "soldi sprecati|buttare i soldi|buttato i soldi|soldi al vento|buttato nella spazzatura|"
    "finito nella spazzatura|neanche regalato|nemmeno regalato|presa in giro|presi in giro|"
    "preso in giro|pubblicita ingannevole|mancanza di rispetto|acchiappa turisti|"
    "trappola per turisti|specchietto per le allodole|mai funzionato|marcio",

    "non|mai|senza|nessun*|niente|nulla"};
// clang-format on

}  // namespace earshot::text
