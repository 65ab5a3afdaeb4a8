// Good and bad words and phrases of Spanish. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kSpanishWords = {
    "es",
    "fantastic*|perfect*|increible*|genial*|estupend*|encanta*|mejor|fenomenal*|buenisim*|"
    "espectacular*|magnific*|excelent*|exelente|excelencia|maravill*|fabulos*|impresionante|"
    "perfeccion|inmejorabl*|exquisit*|delicios*|riquisim*|encanto|extraordinari*|excepcional|"
    "sobresalient*|insuperabl*|impecabl*|esplendid*|sensacional|formidable|alucinante|divin*|"
    "bonisim*|preciosisim*|limpisim*|rapidisim*|comodisim*|amabilisim*|majisim*|padrisim*|"
    "precioso|preciosa|hermos*|lindisim*|utilisim*|recomendabl*|recomiendo|recomendadisim*|"
    "recomendamos|emocionant*|divertidisim*|hilarante|brillante|magistral|fascinant*|"
    "apasionant*|imprescindible|inolvidabl*|obron|peliculon|temazo|librazo|trato exquisito|"
    "una pasada|una maravilla|una delicia|un placer|un encanto|todo un acierto|una joya|"
    "obra maestra|de diez|un diez|de 10|vale la pena|merece la pena|merece mucho la pena|"
    "no tiene desperdicio|no se puede pedir mas|ni una queja|ninguna queja|"
    "cien por cien recomendable|sin duda volver*|como en casa|mejor imposible|me enamore|"
    "supero mis/nuestras expectativas|superaron nuestras expectativas|a la perfeccion|"
    "justo lo que buscaba|justo lo que necesitaba|nunca falla|no falla nunca|no defrauda|"
    "nunca defrauda|no decepciona|nunca decepciona|no te arrepentiras|no os arrepentireis|"
    "no se arrepentiran|no te la pierdas|no os la perdais|para chuparse los dedos|"
    "esta de muerte|mil gracias|nos hicieron sentir|se desviven por|de principio a fin|"
    "te engancha desde|te atrapa desde|piel de gallina|me hizo llorar|no pude parar de leer|"
    "lo volveria a comprar|volveria a comprar|volveremos a repetir|con los ojos cerrados|"
    "cinco estrellas|5 estrellas|salvo la vida|el mejor/mejores de|la mejor compra|"
    "que mas se puede pedir",

    "buen=|bueno*|buena*|bien|rapid*|limpio|limpia=|limpios|limpias=|limpisim*|facil*|"
    "simpatic*|gracias|satisfech*|fresc*|barat*|recomiend*|util=|utiles|utilisim*|comod*|"
    "correct*|ric=|rico|rica|gust*|atent*|profesional*|feliz|bonit*|sin colas|sin problema*|"
    "increible|chulisim*|guay|chevere|bacan|amabl*|amabilidad|simpatia|majo|maja|servicial|"
    "eficient*|eficiencia|eficaz|eficacia|puntual|puntualidad|impoluto|impoluta|confortabl*|"
    "acogedor*|luminos*|espacioso|espaciosa|bello|bella|lindo|linda|elegant*|sabros*|jugos*|"
    "crujient*|resistent*|durader*|robust*|agradabl*|content*|satisfac*|felices|felicit*|"
    "agradecid*|agradezco|volveremos|volvere|repetiremos|repetire|acierto|conmoved*|"
    "entretenid*|divertid*|gracioso|graciosa|adictiv*|engancha|trepidant*|entranabl*|"
    "cautivador*|recomendado|acert*|resolutiv*|carinos*|empatic*|detallista|esmer*|"
    "educadisim*|calidez|gratamente|disfrut*|chollo|ganga|de lujo|cumple su funcion|"
    "cumple su cometido|cumple con lo esperado|cumple con creces|cumplen lo que prometen|"
    "tal como se describe|antes de lo previsto|antes de lo esperado|en perfecto estado|"
    "muy rico/rica|muy ricos/ricas|muy fresco/fresca|bien atendidos|bien hecho/hecha|"
    "buena relacion calidad precio|calidad precio inmejorable|precio razonable|"
    "precios razonables|precio imbatible|bien de precio|trato cercano|trato familiar|"
    "muy practico/practica|muy util|facil de usar|facil de montar|muchas gracias|"
    "no puedes parar de leer|para repetir|estamos deseando volver|sin ningun problema|"
    "todo en orden|se nota el carino|nada que objetar|no tengo queja",

    "mal=|malo*|mala*|lento|lenta|lentos|lentas|lentamente|lentisim*|suci*|car=|caro*|cara=|"
    "caras=|problema*|tardaron|tardan|tarda=|tardo=|tardamos|tardanza|espera*|cola|colas|"
    "dificil*|antipatic*|falta*|agotad*|cansad*|roto|rota|frio|fria|ruid*|peor|decepcion*|"
    "poco|confus*|queja*|demasiad*|nadie|estrech*|desorden*|maleducad*|caducad*|insegur*|"
    "injust*|vaci*|mediocr*|regulin|regulera|defraudad*|desagradabl*|prepotent*|arrogant*|"
    "despectiv*|lenta=|lentas=|lentitud|moho|pestazo|incomod*|anticuad*|desgastad*|"
    "descuidad*|destartalad*|averiad*|defecto|estropead*|estropeo|danado|danada|endebl*|"
    "cutre|carisim*|sobrevalorad*|abusiv*|soso|sosa|insipid*|insuls*|resec*|quemad*|aceitos*|"
    "grasient*|recalentad*|rancio|rancia|gomos*|aburrid*|tedios*|previsibl*|predecibl*|"
    "absurd*|ridicul*|incoherent*|toston|penazo|ineficient*|ineficac*|impresentabl*|"
    "desorganiz*|caotic*|pasota|desidia|dejadez|negligen*|impuntual|reclamacion|incumpl*|"
    "frustrant*|arrepient*|arrepentid*|insuficient*|escaso|escasa|desabrid*|molest*|"
    "falta de respeto|poco profesional|poco profesionales|falta de profesionalidad|"
    "falta de higiene|falta de limpieza|deja mucho que desear|dejan mucho que desear|"
    "deja que desear|mal olor|olia mal|olia a humedad|olor a cloaca|mala calidad|"
    "demasiado caro/cara|mala educacion|mal educado/educados|muy borde|malas formas|"
    "con mala gana|de mala gana|cara de pocos amigos|dejo de funcionar|"
    "ha dejado de funcionar|no funciona|se rompio|se ha roto|se cae a pedazos|se despega|"
    "llego tarde|nunca llego|no ha llegado|llego fria/frio|comida fria|nadie responde|"
    "nadie contesta|no contestan|no cogen el telefono|no dan la cara|se lavan las manos|"
    "no responden|mas de una hora esperando|una hora esperando|tuvimos que esperar|"
    "tuve que esperar|nos tuvieron esperando|tuvimos que pedir|se olvidaron de|"
    "pasaban de nosotros|nos ignoraron|ni caso|nos fuimos sin|nos levantamos y nos fuimos|"
    "nos quedamos con hambre|nos sento mal|publicidad enganosa|nada que ver|"
    "no se corresponde|venido a menos|ha bajado mucho|sin sentido|me quede dormido/dormida|"
    "no hay por donde cogerlo|sin pena ni gloria|ni fu ni fa|se hace larga/largo|"
    "se hace pesada/pesado|no cumple|una pena|que pena",

    "pesim*|fatal*|asqueros*|vergonz*|verguenza|vergüenza|horroros*|nunca mas|robo|estafa|"
    "horribl*|horrend*|un horror|terribl*|nefast*|asco|repugnant*|lamentabl*|penos*|"
    "sinverguenza|inaceptabl*|intolerabl*|inadmisibl*|indignant*|deplorabl*|desastr*|"
    "espantos*|malisim*|decepcion|desilusi*|timo|timad*|ladron*|engano|enganado|enganada|"
    "enganoso|enganosa|mentiros*|mentira|groser*|desprecio|irrespetuos*|incompetent*|"
    "ineptitud|inepto|ineptos|inutil|inservible|lentisim*|sucio|sucia|suciedad|mugr*|"
    "cucarach*|chinches|apest*|maloliente|defectuos*|chapuz*|basura|porquer*|mierd*|bazofia|"
    "clavada|sablazo|incomible|podrid*|aburridisim*|soporifer*|infumable|bodrio|truno|"
    "insufribl*|insoportabl*|desconsiderad*|vomitiv*|no vale la pena|no merece la pena|"
    "perdida de tiempo|perder el tiempo|perdida de dinero|dinero tirado|tirar el dinero|"
    "tirado a la basura|no lo compreis|no lo compren|no lo compres|no compren aqui|"
    "no volvere|no volveremos|no pienso volver|jamas volver*|ultima vez que|ni regalado|"
    "ni se te ocurra|no vayais|huid de|huyan de|una falta de respeto|una tomadura de pelo|"
    "nos tomaron el pelo|me han timado|un atraco|mano armada|intoxicacion alimentaria|"
    "hoja de reclamaciones|estafador*",

    "no|nunca|ni|sin|nada|tampoco|jamas|ningun*"};
// clang-format on

}  // namespace earshot::text
