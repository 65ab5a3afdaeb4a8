// How the words of urgency are written down, and the figures of speech that only sound like it.
// Owner: core/text. Threads: constants.
#pragma once

#include <string_view>

#include "core/text/analysis.h"

namespace earshot::text {

struct UrgentWords {
  UrgentKind kind;
  std::string_view sure;   ///< phrases as Phrases::add takes them, parted by '|'; "@de": German now
  std::string_view maybe;  ///< the same, of any language
};

/// What sounds urgent and is not, in any language.
inline constexpr std::string_view kFigures =
    "price/prices/bill/total/cost ~ hit me|hit me like a truck|stole my "
    "parking/spot/seat/place/space|"
    "bleeding us/me/them/people dry|bled dry|precios de infarto|precio de infarto|"
    "assalto a carteira|assalto ao bolso|ضربه للجيب|ضربه للمحفظه|"
    "staff ~ on fire|team ~ on fire|were on fire|you guys ~ on fire|"
    "kitchen was on fire today with|fire exit|fire drill|fire alarm test|fire extinguisher|"
    "fire place|fireplace|fire sale|fired|is fire=|are fire=|was fire=|were fire=|food is fire|"
    "fire pit|open fire|by the fire|log fire|cosy fire|wood fire|wood-fire*|selling like hot|"
    "burning question|burning desire|burning calories|burn ~ hole|smoked salmon|smoke free|"
    "smoke-free|feu d'artifice|tout feu|feuer und flamme|feuerwerk|feuerwehrauto|humo negro de|"
    "fuochi d'artificio|fogo de artificio|feu de bois|brandneu*|feu rouge|feuer frei|feuerlosch*|"
    "feu vert|killer coffee|killer deal*|killer price*|killer view*|to die for|die for|kill for|"
    "killing time|killing it|kill time|killed it|dressed to kill|hit the spot|hits the spot|"
    "big hit|huge hit|a hit with|a hit|hit and miss|hit or miss|smash hit|hit the nail|"
    "hit the shops|hit the jackpot|price hit me|can't beat|cannot beat|hard to beat|"
    "beat the queue*|beat the crowd*|beats|fight over|fight for a space|fight for a|"
    "a fight to find|fighting for a|fighting over|fight my way|attack of the munchies|"
    "snack attack|heart attack at the price*|heart attack at the bill|"
    "heart attack when i saw the price*|nearly had a heart attack when|"
    "panic attack at the price*|bread knife|butter knife|steak knife|kitchen knife|"
    "knife and fork|knife set|knives|glue gun|packs a punch|fruit punch|punch above|bombshell|"
    "the bomb|bath bomb*|blow my mind|blew my mind|blew us away|blown away|knocked my socks|"
    "knocked it out of the park|knock out|knockout|killer staff|killer|murder for a|"
    "could murder a|struck gold|not threatening|violent agreement|violet|golpe de suerte|"
    "golpe de vista|matan por|para morirse|de muerte|me muero por|mori de amor|coup de coeur|"
    "coup de main|coups de coeur|coup de chance|coup d'oeil|boire un coup|beaucoup|tout a coup|"
    "schlagsahne|geschlagene stunde|geschlagene stunden|schlagartig|colpo d'occhio|"
    "colpo di fulmine|colpo di fortuna|colpo di testa|da morire|zabojcz* cen*|zabojcza kawa|"
    "noz do chleba|noz i widelec|noze|cuchillo y tenedor|couteau a pain|couteaux|brotmesser|"
    "messer und gabel|messerset|steakmesser|taschenmesser|facas de|coltello da|coltelli da|"
    "leipaveits*|keittioveits*|veitsi ja haarukka|hitti|سكين مطبخ|سكاكين|ضرب من الخيال|ضربه حظ|"
    "hurt my wallet|hurts my wallet|hurt my pocket|hurt my bank|prices hurt|hurt my feelings|"
    "hurt to ask|wouldn't hurt|doesn't hurt|won't hurt|hurt nobody|broke the bank|break the bank|"
    "an arm and a leg|cut above|cut the queue|cut prices|fell in love|fell for|fell short|"
    "fell apart|fell through|fell flat|fell off the lorry|fell asleep|fell over laughing|"
    "slipped my mind|slipped into|slipped away|slip of|falling for|head over heels|bleeding edge|"
    "bleeding me dry|sore eyes|eye-watering|pain in the|no pain|in stitches|"
    "tripping over ~ to help|fell over themselves|falling over themselves|sick deal|"
    "sick discount*|sick prices|sick trainers|sick design|that's sick|is sick=|are sick=|"
    "sick and tired|sick of|ill-fitting|illness cover|looks sick|me cai de espaldas con|"
    "cai no amor|cai bem|cai muito bem|caiu bem|caiu muito bem|cai-me bem|me cayo bien|"
    "me cayeron bien|cayo muy bien|se me cayo el alma|tombe* amoureu*|tombe* sous le charme|"
    "est tombe* en panne|tombe* sur|tombe* en panne|bien tombe*|tombait bien|hals- und beinbruch|"
    "in den preis gebrochen|abgebrochen|unterbrochen|gut geschnitten|zugeschnitten|abgeschnitten|"
    "vom hocker|cadut* dalle nuvole|e caduta la linea|caduta di stile|caduta la connessione|"
    "wpadl* w oko|upadl* mi do gustu|krew mnie zalewa|zlaman* grosza|zlaman* serc*|"
    "kosztuje zlaman*|murtui sydan|وقعت في الحب|وقعت في حب|كسر الروتين|كسر الاسعار|كسر السعر|"
    "نار الاسعار|الاسعار نار|اسعار نار|سعر نار|what a steal|a steal at|absolute steal|"
    "a total steal|real steal|daylight robbery|highway robbery|stole the show|stole my heart|"
    "steal the show|stolen my heart|robbed us of our time|stole our hearts|a steal=|es un robo|"
    "un robo a mano armada|vaya robo|precios de robo|un roubo|e um roubo|c'est du vol|"
    "du vol organise|vol direct|vol paris|vol pour|mon vol|notre vol|un furto legalizzato|"
    "prezzi da ladri|rubato il cuore|rubato la scena|roubou o meu coracao|robo el corazon|"
    "me robaron el corazon|herz gestohlen|show gestohlen|die schau gestohlen|gestohlen bleiben|"
    "skradl* ~ serc*|rozboj na|rozboj w bialy|zdzierstwo i rozboj|paivaryosto*|varasti sydame*|"
    "varasti show*|سرقت قلبي|سرق قلبي|سرقه في الاسعار|الاسعار سرقه|child friendly|child-friendly|"
    "child's menu|childrens menu|lost for words|lost in|lost my way|collapsed laughing|"
    "fit perfectly|had a fitting|choked up|stroke of|stroke of luck|different strokes|safe bet|"
    "dangerously good|dangerously delicious|dangerously tasty|dangerously cheap|"
    "dangerous for my wallet|dangerous for my waistline|dangerous for my diet|"
    "danger to my wallet|dangerous place for my|a danger for my|needle in a haystack|"
    "knitting needle*|clothes needle|steep learning|chemical free|chemical-free|no chemicals|"
    "peligro para mi bolsillo|peligroso para mi|danger pour mon|dangereux pour mon|"
    "gefahrlich fur mein*|gefahrlich lecker|gefahrlich gut|perigo para a minha|perigoso para|"
    "pericoloso per il mio|niebezpieczn* dla portfel*|niebezpieczn* dla mojego|"
    "vaarallis* herkul*|vaarallis* lompako*|vaarallis* hyv*|pommes|keine gefahr|"
    "auf eigene gefahr|خطير على محفظتي|خطير على جيبي|خطير لذيذ|bon malaise|icy cold drink*|"
    "icy drink*|icy cold|in case of fire|first aid kit section|first aid aisle|"
    "first aid plasters|first aid kits|ambulance chaser|privacy in the fitting|plenty of privacy|"
    "good privacy|enough privacy|respected ~ privacy|private room|personal data were not|"
    "sexual health|leaked onto|leaked all|leaked in|leaked everywhere|milk leaked|bottle leaked|"
    "bag leaked|racing|race car|ethnic food*|ethnic aisle|followed me on|following me on|"
    "touched my heart|touched me deeply|really touched me|kindness touched me|touched by|"
    "m'a touche droit|me toco el corazon|mi ha toccato il cuore|tocou-me o coracao|"
    "tocou o coracao|koski sydan*|creep up|stalking the|talking=|datenschutz war|"
    "seguiu-me com atencao|ring of fire|queue violence|insult to injury|needless to say|"
    "needles to say|fighting the crowds|fight the crowds|kicking myself|punches above|"
    "stalked by waiters|assaulted by the smell|assault on the senses|assaulted my senses|"
    "attacked the|sparking water|sparkling|hit us with|hit me with|hurts that|hurt that|"
    "sales assistant attacked|attacked the queue|tumble dryer|panic attack at|with an accident|"
    "gone down well|went down well|went down with a|went down very well|went down a treat|"
    "asthma inhaler section|no parents|no parent|explosion of flavour/flavours/taste/colour|"
    "exploded with flavour/colour|flavour explosion|pulses|contractions of|alight at";

}  // namespace earshot::text
