// The built-in phrases. Topics stand in the order of traffic::Topic: queue, staff, washroom,
// fitting, product, price, cleanliness, food.
#include <array>

#include "tools/traffic/phrases.h"

namespace earshot::traffic {
namespace {

using S = std::string_view;
template <std::size_t N>
using Lines = std::array<S, N>;

namespace en {
constexpr Lines<4> queue_good{"No queue at all today.", "The line moved quickly.",
                              "Five tills open and I was out in two minutes.",
                              "Barely had to wait."};
constexpr Lines<5> queue_bad{"Twenty minutes in the queue and one till open.",
                             "The line went all the way back to the bread.",
                             "Why is only one checkout open at lunchtime?",
                             "Two self-checkouts out of order, everybody waiting.",
                             "Gave up on the queue and left my basket."};
constexpr Lines<4> staff_good{"The lady at the desk was so patient with me.",
                              "Staff found my size without being asked twice.",
                              "Really friendly team.", "The young man carried my bags to the car."};
constexpr Lines<4> staff_bad{"Nobody to ask, and the one I found was on the phone.",
                             "The man at the desk rolled his eyes at me.",
                             "I asked for help twice and was told to wait.",
                             "Staff were chatting while we all stood there."};
constexpr Lines<3> wash_good{"Washroom spotless.", "Changing table clean and well stocked.",
                             "Finally a clean washroom in a shop."};
constexpr Lines<4> wash_bad{"The washroom is disgusting, no paper and no soap.",
                            "Tap broken and water all over the floor in the washroom.",
                            "Washroom locked again.", "The smell in the washroom, unbelievable."};
constexpr Lines<3> fit_good{"Fitting rooms are bright and roomy.",
                            "Loved the mirrors in the fitting room.",
                            "Helper at the fitting room brought me three sizes."};
constexpr Lines<3> fit_bad{"Fitting rooms full of clothes from the people before me.",
                           "The curtain does not close in the fitting room.",
                           "Only two fitting rooms open on a busy day."};
constexpr Lines<4> prod_good{"Great choice of shoes.", "They had exactly what I was looking for.",
                             "Lovely new summer range.", "Fresh stock, nicely laid out."};
constexpr Lines<4> prod_bad{"Half of the shelves are empty.", "Never my size in stock.",
                            "The jacket came apart after a week.",
                            "The app said in stock, it was not."};
constexpr Lines<3> price_good{"Good prices.", "Found a real bargain.",
                              "Fair price for the quality."};
constexpr Lines<3> price_bad{"The price on the shelf was not the price at the till.",
                             "Getting too expensive.", "My coupon was refused for no reason."};
constexpr Lines<3> clean_good{"Shop is clean and tidy.", "Everything sparkling this morning.",
                              "Nice and tidy, easy to find things."};
constexpr Lines<3> clean_bad{"Floor sticky by the entrance.", "Trolleys are filthy.",
                             "Boxes everywhere, I could not get the pram through."};
constexpr Lines<3> food_good{"Best coffee in town.", "The soup was hot and tasty.",
                             "Cake like my grandmother's."};
constexpr Lines<3> food_bad{"The coffee was cold.", "Sandwich past its date.",
                            "Waited half an hour for a soup."};
constexpr Lines<4> happy_open{"Lovely visit.", "Thank you!", "Very happy \xF0\x9F\x98\x8A",
                              "All good."};
constexpr Lines<4> sad_open{"Not good enough.", "Very disappointed.", "Really?", "Sorry, but no."};
constexpr Lines<4> happy_close{"Keep it up.", "I will be back.", "Will tell my friends.",
                               "Made my day."};
constexpr Lines<4> sad_close{"Please do something about it.", "I will shop elsewhere.",
                             "This was better last year.", "Can somebody look at this today?"};
constexpr Lines<5> neutral{"It was fine.", "OK, nothing special.", "As always.", "So so.",
                           "Average today."};
constexpr Phrases all{
    "en",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral};
}  // namespace en

namespace es {
constexpr Lines<2> queue_good{"Casi no había cola.", "Pagué en un minuto."};
constexpr Lines<3> queue_bad{"Veinte minutos de cola y una sola caja abierta.",
                             "La cola llegaba hasta la puerta.", "¿Por qué no abren otra caja?"};
constexpr Lines<2> staff_good{"El personal es muy amable.", "La chica de la caja fue encantadora."};
constexpr Lines<2> staff_bad{"Nadie quiso ayudarme.",
                             "El empleado me contestó de muy mala manera."};
constexpr Lines<2> wash_good{"El baño estaba impecable.", "Baños limpios, por fin."};
constexpr Lines<2> wash_bad{"El baño estaba asqueroso y sin papel.",
                            "El grifo del baño no funciona."};
constexpr Lines<2> fit_good{"Probadores amplios y con buena luz.",
                            "Me trajeron otra talla al probador."};
constexpr Lines<2> fit_bad{"Los probadores llenos de ropa tirada.",
                           "Solo dos probadores abiertos."};
constexpr Lines<2> prod_good{"Encontré justo lo que buscaba.", "Muy buena selección."};
constexpr Lines<2> prod_bad{"Media tienda vacía.", "Nunca tienen mi talla."};
constexpr Lines<2> price_good{"Buenos precios.", "Una ganga."};
constexpr Lines<2> price_bad{"En la caja costaba más que en el estante.", "Cada vez más caro."};
constexpr Lines<2> clean_good{"Todo muy limpio.", "Tienda ordenada y agradable."};
constexpr Lines<2> clean_bad{"El suelo estaba pegajoso.", "Los carros están sucios."};
constexpr Lines<2> food_good{"El café está riquísimo.", "La sopa muy rica."};
constexpr Lines<2> food_bad{"El café estaba frío.", "El bocadillo estaba duro."};
constexpr Lines<2> happy_open{"¡Muchas gracias!", "Muy contenta."};
constexpr Lines<2> sad_open{"Qué decepción.", "Muy mal."};
constexpr Lines<2> happy_close{"Volveré.", "Sigan así."};
constexpr Lines<2> sad_close{"No pienso volver.", "Hagan algo, por favor."};
constexpr Lines<3> neutral{"Normal.", "Ni bien ni mal.", "Como siempre."};
constexpr Phrases all{
    "es",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral};
}  // namespace es

namespace de {
constexpr Lines<2> queue_good{"Keine Schlange, super.", "An der Kasse ging es ganz schnell."};
constexpr Lines<3> queue_bad{"Zwanzig Minuten an der Kasse, nur eine war offen.",
                             "Die Schlange ging bis zum Eingang.",
                             "Macht doch eine zweite Kasse auf!"};
constexpr Lines<2> staff_good{"Sehr freundliche Bedienung.",
                              "Der Herr an der Kasse war so hilfsbereit."};
constexpr Lines<2> staff_bad{"Niemand hatte Zeit für mich.", "Die Verkäuferin war unfreundlich."};
constexpr Lines<2> wash_good{"Toilette blitzsauber.", "Endlich eine saubere Toilette."};
constexpr Lines<2> wash_bad{"Die Toilette ist eine Zumutung.",
                            "Kein Papier und keine Seife auf der Toilette."};
constexpr Lines<2> fit_good{"Schöne große Umkleiden.",
                            "Mir wurde eine andere Größe in die Kabine gebracht."};
constexpr Lines<2> fit_bad{"Die Umkleiden sind voller Kleider von anderen.",
                           "Der Vorhang geht nicht zu."};
constexpr Lines<2> prod_good{"Tolle Auswahl.", "Genau das gefunden, was ich suchte."};
constexpr Lines<2> prod_bad{"Die Hälfte der Regale ist leer.", "Meine Größe gibt es nie."};
constexpr Lines<2> price_good{"Gute Preise.", "Ein echtes Schnäppchen."};
constexpr Lines<2> price_bad{"Am Regal stand ein anderer Preis als an der Kasse.",
                             "Viel zu teuer geworden."};
constexpr Lines<2> clean_good{"Alles sauber und aufgeräumt.", "Sehr gepflegter Laden."};
constexpr Lines<2> clean_bad{"Der Boden am Eingang klebt.", "Die Einkaufswagen sind schmutzig."};
constexpr Lines<2> food_good{"Der Kaffee schmeckt hervorragend.", "Kuchen wie selbst gebacken."};
constexpr Lines<2> food_bad{"Der Kaffee war kalt.", "Eine halbe Stunde auf die Suppe gewartet."};
constexpr Lines<2> happy_open{"Vielen Dank!", "Sehr zufrieden."};
constexpr Lines<2> sad_open{"Enttäuschend.", "So geht das nicht."};
constexpr Lines<2> happy_close{"Ich komme wieder.", "Weiter so!"};
constexpr Lines<2> sad_close{"Hier war ich zum letzten Mal.", "Bitte kümmert euch darum."};
constexpr Lines<3> neutral{"Ganz in Ordnung.", "Geht so.", "Wie immer."};
constexpr Phrases all{
    "de",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral};
}  // namespace de

namespace fr {
constexpr Lines<2> queue_good{"Pas d’attente à la caisse.", "Passage en caisse très rapide."};
constexpr Lines<3> queue_bad{"Vingt minutes d’attente pour une seule caisse ouverte.",
                             "La file allait jusqu’à l’entrée.", "Ouvrez donc une autre caisse !"};
constexpr Lines<2> staff_good{"Personnel très aimable.", "La vendeuse a été adorable."};
constexpr Lines<2> staff_bad{"Personne pour nous renseigner.", "Vendeur désagréable."};
constexpr Lines<2> wash_good{"Toilettes impeccables.", "Enfin des toilettes propres."};
constexpr Lines<2> wash_bad{"Toilettes sales, plus de papier.",
                            "Le robinet des toilettes fuit partout."};
constexpr Lines<2> fit_good{"Cabines spacieuses.", "On m’a apporté une autre taille en cabine."};
constexpr Lines<2> fit_bad{"Cabines encombrées de vêtements.",
                           "Le rideau de la cabine ne ferme pas."};
constexpr Lines<2> prod_good{"Très beau choix.", "J’ai trouvé ce que je cherchais."};
constexpr Lines<2> prod_bad{"La moitié des rayons est vide.", "Jamais ma taille."};
constexpr Lines<2> price_good{"Bons prix.", "Une très bonne affaire."};
constexpr Lines<2> price_bad{"Le prix en caisse n’était pas celui du rayon.",
                             "De plus en plus cher."};
constexpr Lines<2> clean_good{"Magasin propre et bien rangé.", "Tout était impeccable."};
constexpr Lines<2> clean_bad{"Le sol colle à l’entrée.", "Les chariots sont sales."};
constexpr Lines<2> food_good{"Le café est délicieux.", "La soupe était très bonne."};
constexpr Lines<2> food_bad{"Le café était froid.", "Une demi-heure pour une soupe."};
constexpr Lines<2> happy_open{"Merci beaucoup !", "Très contente."};
constexpr Lines<2> sad_open{"Quelle déception.", "Franchement non."};
constexpr Lines<2> happy_close{"Je reviendrai.", "Continuez ainsi !"};
constexpr Lines<2> sad_close{"Je ne reviendrai pas.", "Faites quelque chose, s’il vous plaît."};
constexpr Lines<3> neutral{"Correct.", "Ni bien ni mal.", "Comme d’habitude."};
constexpr Phrases all{
    "fr",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral};
}  // namespace fr

namespace pl {
constexpr Lines<1> queue_good{"Żadnej kolejki."};
constexpr Lines<2> queue_bad{"Dwadzieścia minut w kolejce, czynna jedna kasa.",
                             "Kolejka aż do wejścia."};
constexpr Lines<1> staff_good{"Bardzo miła obsługa."};
constexpr Lines<1> staff_bad{"Nikt nie chciał mi pomóc."};
constexpr Lines<1> wash_good{"Toaleta bardzo czysta."};
constexpr Lines<1> wash_bad{"Toaleta brudna, brak papieru."};
constexpr Lines<1> fit_good{"Wygodne przymierzalnie."};
constexpr Lines<1> fit_bad{"W przymierzalniach leżą cudze ubrania."};
constexpr Lines<1> prod_good{"Duży wybór."};
constexpr Lines<1> prod_bad{"Półki w połowie puste."};
constexpr Lines<1> price_good{"Dobre ceny."};
constexpr Lines<1> price_bad{"Cena przy kasie była wyższa niż na półce."};
constexpr Lines<1> clean_good{"Czysto i schludnie."};
constexpr Lines<1> clean_bad{"Lepka podłoga przy wejściu."};
constexpr Lines<1> food_good{"Pyszna kawa."};
constexpr Lines<1> food_bad{"Kawa była zimna."};
constexpr Lines<1> happy_open{"Dziękuję!"};
constexpr Lines<1> sad_open{"Szkoda słów."};
constexpr Lines<1> happy_close{"Na pewno wrócę."};
constexpr Lines<1> sad_close{"Proszę coś z tym zrobić."};
constexpr Lines<2> neutral{"Może być.", "Jak zawsze."};
constexpr Phrases all{
    "pl",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral};
}  // namespace pl

namespace ar {
constexpr Lines<1> queue_good{"لم أنتظر أبدا."};
constexpr Lines<1> queue_bad{"انتظرت عشرين دقيقة وصندوق واحد فقط مفتوح."};
constexpr Lines<1> staff_good{"الموظفون لطفاء جدا."};
constexpr Lines<1> staff_bad{"لم يساعدني أحد."};
constexpr Lines<1> wash_good{"الحمام نظيف جدا."};
constexpr Lines<1> wash_bad{"الحمام متسخ ولا يوجد صابون."};
constexpr Lines<1> fit_good{"غرف القياس واسعة."};
constexpr Lines<1> fit_bad{"غرف القياس مزدحمة."};
constexpr Lines<1> prod_good{"تشكيلة رائعة."};
constexpr Lines<1> prod_bad{"الرفوف فارغة."};
constexpr Lines<1> price_good{"الأسعار جيدة."};
constexpr Lines<1> price_bad{"الأسعار مرتفعة."};
constexpr Lines<1> clean_good{"المكان نظيف ومرتب."};
constexpr Lines<1> clean_bad{"الأرضية متسخة."};
constexpr Lines<1> food_good{"القهوة لذيذة."};
constexpr Lines<1> food_bad{"القهوة باردة."};
constexpr Lines<1> happy_open{"شكرا لكم!"};
constexpr Lines<1> sad_open{"مع الأسف."};
constexpr Lines<1> happy_close{"سأعود قريبا."};
constexpr Lines<1> sad_close{"لن أعود."};
constexpr Lines<1> neutral{"لا بأس."};
constexpr Phrases all{
    "ar",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral};
}  // namespace ar

namespace zh {
constexpr Lines<1> queue_good{"不用排队，很快。"};
constexpr Lines<1> queue_bad{"排队二十分钟，只开了一个收银台。"};
constexpr Lines<1> staff_good{"店员很热情。"};
constexpr Lines<1> staff_bad{"没有人愿意帮忙。"};
constexpr Lines<1> wash_good{"洗手间很干净。"};
constexpr Lines<1> wash_bad{"洗手间太脏，没有纸。"};
constexpr Lines<1> fit_good{"试衣间很宽敞。"};
constexpr Lines<1> fit_bad{"试衣间堆满了衣服。"};
constexpr Lines<1> prod_good{"东西很齐全。"};
constexpr Lines<1> prod_bad{"货架一半是空的。"};
constexpr Lines<1> price_good{"价格实惠。"};
constexpr Lines<1> price_bad{"标价和收银价不一样。"};
constexpr Lines<1> clean_good{"店里干净整洁。"};
constexpr Lines<1> clean_bad{"门口的地板很粘。"};
constexpr Lines<1> food_good{"咖啡很好喝。"};
constexpr Lines<1> food_bad{"咖啡是凉的。"};
constexpr Lines<1> happy_open{"谢谢！"};
constexpr Lines<1> sad_open{"太失望了。"};
constexpr Lines<1> happy_close{"下次还来。"};
constexpr Lines<1> sad_close{"请尽快改善。"};
constexpr Lines<1> neutral{"一般。"};
constexpr Phrases all{
    "zh",
    {queue_good, staff_good, wash_good, fit_good, prod_good, price_good, clean_good, food_good},
    {queue_bad, staff_bad, wash_bad, fit_bad, prod_bad, price_bad, clean_bad, food_bad},
    happy_open,
    sad_open,
    happy_close,
    sad_close,
    neutral,
    ""};
}  // namespace zh

constexpr std::array<Phrases, 7> kAll = {en::all, es::all, de::all, fr::all,
                                         pl::all, ar::all, zh::all};

}  // namespace

std::span<const Phrases> all_phrases() { return kAll; }

}  // namespace earshot::traffic
