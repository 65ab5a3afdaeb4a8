// Good and bad words and phrases of French. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kFrenchWords = {
    "fr",
    "excellent*|fantastique*|magnifique*|parfait*|incroyable*|genial*|super=|superbe*|adore*|"
    "meilleur*|formidable*|exceptionnel*|top=|ravi|ravie|exellent|excellence|excellemment|"
    "perfection|merveill*|geniaux|extraordinaire|sublime|splendide|somptueu*|remarquabl*|"
    "impeccabl*|impec|nickel|fabuleu*|sensationnel*|epoustoufl*|bluffant|bluffe|delice|"
    "exquis|succulent|savoureu*|regal=|regale|divin|ravi=|ravis|enchant*|conquis|"
    "irreprochabl*|imbattabl*|incontournabl*|inoubliabl*|inegale|chef-d'œuvre|pepite|"
    "un vrai bijou|bravo|felicit*|topissime|recommande|recommandons|captivant|passionnant|"
    "emouvant|bouleversant|palpitant|hilarant|brillant|brillamment|magistral|kiffe|au top|"
    "une tuerie|un regal|un delice|une merveille|une pepite|un sans faute|un sans-faute|"
    "rien a redire|rien a dire|rien a reprocher|chef d'œuvre|chef d'oeuvre|coup de coeur|"
    "coup de cœur|les yeux fermes|je recommande vivement|a recommander|vaut le detour|"
    "vaut le coup|en vaut la peine|a ne pas manquer|a ne pas rater|ne manquez pas|"
    "a voir absolument|a lire absolument|foncez|allez-y sans hesiter|sans hesiter|"
    "sans hesitation|on reviendra|nous reviendrons|je reviendrai|excellent rapport qualite|"
    "rapport qualite prix imbattable|a la hauteur|depasse mes/nos attentes|"
    "au-dela de nos attentes|jamais decu|jamais decue|jamais decus|on n'est jamais decu|"
    "pas decu|aux petits soins|aux petits oignons|comme des rois|prix imbattables|du bonheur|"
    "que du bonheur|a tomber|a se damner|tenu en haleine|tient en haleine|"
    "pas vu le temps passer|du debut a la fin|impossible de lacher|je suis fan|cinq etoiles|"
    "5 etoiles|20 sur 20|continuez comme ca|m'a sauve",

    "bon=|bonne*|bons|bien|gentil*|aimable*|rapide*|propre*|facile*|merci*|content*|"
    "satisfait*|frais|fraiche*|sympa*|souriant*|recommand*|utile*|accueillant*|efficace*|"
    "professionnel*|pratique*|abordable*|heureu*|plaisir|delicieu*|competent*|meilleur|"
    "amabilite|chaleureu*|serviable|attentionne|attentif|attentive|prevenant|bienveillan*|"
    "professionnalisme|professionalisme|efficacite|reactif|reactivite|disponibilite|"
    "ponctuel*|ponctualite|rapidite|soigne|soigneusement|tres propre|confortabl*|spacieu*|"
    "lumineu*|cosy|agreabl*|charmant|raffine|elegant|joli|jolie|magique|croustillant|"
    "moelleu*|onctueu*|copieu*|genereu*|gourmand|solide|robuste|costaud|satisfaction|"
    "satisfaisant|conseille=|apprecie|appreciable|touchant|poignant|haletant|addictif|drole|"
    "attachant|divertissant|reussi|reussie|devore|fluide|ergonomique|intuitif|depaysant|"
    "ressourcant|apaisant|rassurant|rassure|arrangeant|devoue|courtois|convivial|conviviale|"
    "n'hesitez pas|hate d'y retourner|hate de revenir|j'y retournerai|on y retournera|"
    "nous y retournerons|bonne adresse|bonne surprise|belle surprise|belle decouverte|"
    "bon rapport qualite prix|conforme a la description|conforme a mes attentes|"
    "conforme aux attentes|repond a mes attentes|repond parfaitement|fait le job|fait le taf|"
    "fait le boulot|fait son travail|tient ses promesses|rien de mieux|petits soins|"
    "comme a la maison|a l'ecoute|pris le temps|prend le temps|prennent le temps|"
    "mis a l'aise|bien accueilli|tres bien recus|service au top|facile a utiliser|"
    "facile a monter|simple d'utilisation|bien emballe|bien situe|bien place|bien concu|"
    "bien pense|bien ficele|bien ecrit|bonne qualite|prix raisonnable|prix corrects|"
    "prix abordables|bon marche|ne changez rien|aucun souci|aucun regret|rien a signaler|"
    "bon moment|plus que satisfait|de tres bon conseil|de bons conseils",

    "mauvais*|lent=|lents|lente*|sale=|sales|cher=|chere*|chers|probleme*|attente|attendre|"
    "attendu|queue|difficile*|manque*|rupture|casse|froid*|bruyant*|pire*|decev*|decu*|"
    "dommage|confus*|trop|panne|plainte|plaindre|personne|impoli*|vide=|vides=|etroit*|"
    "perime*|dangereu*|injuste*|peu de|navet|mediocr*|tres moyen|desagreabl*|antipathique|"
    "hautain|meprisant|arrogan*|condescendan*|negligen*|neglige|inefficac*|inutile|"
    "injoignabl*|interminabl*|retard|poussiereu*|inconfort*|vetuste|vieillot|delabre|"
    "defraichi|glauque|defaut|abime|abimee|endommage|fragile|cheap|hors-service|surevalue|"
    "surcote|exorbitant|excessif|abusif|abuse|fade|insipid*|caoutchouteu*|trop cuit|"
    "filandreu*|ecœurant|huileu*|rassis|rechauffe|radin|ridicul*|ennuyeu*|ennuye|ennui|"
    "previsible|poussif|bacle|baclee|navrant|absurde|incoheren*|cliche|niais|rate|ratee|"
    "gache|gachis|penible|regrett*|malheureusement|helas|insuffisan*|insatisf*|mecontent|"
    "desorganis*|bordel|foutoir|boycott*|galere|bug|surgele|depite|agace|agacant|enervant|"
    "frustrant|stressant|n'importe quoi|laisse a desirer|laisse vraiment a desirer|"
    "manque de respect|manque de professionnalisme|manque d'hygiene|manque de proprete|"
    "manque de gout|manque d'organisation|pas a la hauteur|pas terrible|pas top|pas ouf|bof|"
    "sans plus|sans interet|aucun interet|sans saveur|sans gout|aucun gout|aucune saveur|"
    "trop cher|trop chers|beaucoup trop cher|hors de prix|cher pour ce que c'est|tres cher|"
    "trop sale|trop sucre|trop gras|arrive froid|servi froid|a peine tiede|reste sur ma faim|"
    "restes sur notre faim|tombe en panne|ne fonctionne pas|ne fonctionne plus|ne marche pas|"
    "ne marche plus|a cesse de fonctionner|ne tient pas|jamais recu|jamais arrive|"
    "toujours pas recu|toujours rien|aucune reponse|pas de reponse|sans reponse|"
    "aucune nouvelle|aucune explication|aucune excuse|aucun effort|aucun suivi|"
    "aucun geste commercial|personne ne repond|ne repondent pas|ne repondent jamais|"
    "service apres-vente inexistant|aux abonnes absents|mal accueilli|mal accueillis|"
    "mauvaise foi|mal eleve|pas un sourire|pas un bonjour|pas aimable|peu aimable|"
    "peu accueillant|comme un chien|comme des chiens|une heure d'attente|trop d'attente|"
    "attendu plus d'une heure|attente interminable|du attendre|relancer plusieurs fois|"
    "nous ont oublies|se moque du client|se moquent du monde|prendre pour des|mauvaise odeur|"
    "odeurs d'egout|sent mauvais|ca pue|sale et|tres sale|mal isole|mal insonorise|"
    "mal entretenu|mauvaise qualite|mauvaise experience|bas de gamme|mal fini|mal ecrit|"
    "mal joue|cousu de fil blanc|tire par les cheveux|traine en longueur|tourne en rond|"
    "queue ni tete|je me suis endormi|me suis ennuye|tombe des mains|plus ce que c'etait",

    "horrible*|terrible*|nul=|nulle*|nuls|honte*|catastroph*|affreu*|scandal*|jamais plus|"
    "plus jamais|epouvantabl*|desastr*|execrabl*|abominabl*|lamentabl*|minable|pitoyabl*|"
    "deplorabl*|inadmissibl*|inacceptabl*|intolerabl*|infect|infecte|immonde|degueu*|degout*|"
    "repugnant|ignoble|immangeabl*|imbuvabl*|nullissime|nullite|merde|merdique|de la daube|"
    "bouse|arnaqu*|escro*|voleur|voleuse|mensong*|menteur|trompeur|trompeuse|pire|decept*|"
    "malpoli|impoli|impolie|grossier|grossiere|odieu*|agressif|agressive|agressivite|mepris|"
    "irrespectueu*|incompeten*|amateurisme|desinvolt*|inutilisabl*|salete|crasse|crasseu*|"
    "insalubr*|cafard|moisi|moisissure|defectueu*|camelote|pacotille|perime|avarie|pourri|"
    "pourrie|soporifique|affligeant|insupportabl*|foutage de gueule|fuir|fuyez|a fuir|"
    "a eviter|passez votre chemin|n'y allez pas|n'achetez pas|ne pas acheter|je deconseille|"
    "deconseille|a deconseiller|on n'y retournera pas|je n'y retournerai pas|"
    "ne reviendrai pas|ne reviendrons pas|n'y remettrai plus|derniere fois que|"
    "perte de temps|perdre votre temps|perdez pas votre temps|gaspillage d'argent|"
    "argent jete|argent par les fenetres|jete a la poubelle|fini a la poubelle|"
    "direction poubelle|du grand n'importe quoi|ne vaut pas|n'a jamais fonctionne|"
    "attrape touriste|attrape-touristes|usine a touristes|pris pour des pigeons|"
    "se foutent de|une daube",

    "pas|jamais|aucun*|sans|ni|rien|guere|ne"};
// clang-format on

}  // namespace earshot::text
