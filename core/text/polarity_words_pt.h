// Good and bad words and phrases of Portuguese. Written for this project; see docs/text.md.
// Owner: core/text. Threads: constants.
#pragma once

#include "core/text/polarity_words.h"

namespace earshot::text {

// clang-format would break these lines anew each time.
// clang-format off
inline constexpr PolarityWords kPortugueseWords = {
    "pt",
    "fantastic*|perfeit*|incrive*|otim*|adoro|adorei|melhor*|espetacular*|impecave*|"
    "sensaciona*|amei|nota 10|excelent*|exelent*|excelencia|optim*|perfeicao|maravilh*|"
    "magnific*|espectacular|fenomenal|extraordinari*|excecional|excepcional|fabulos*|"
    "esplendid*|irrepreensive*|imbative*|inesquecive*|imperdive*|formidave*|divin*|delicios*|"
    "delicia|gostos*|suculent*|adoramos|adorou|amamos|amou|apaixon*|encant*|surpreendente|"
    "parabens|recomendo|recomendadissim*|recomendamos|recomendave*|lindo|limpissim*|"
    "simpatiquissim*|rapidissim*|fofissim*|maneiro|top=|topissimo|topzera|arrasou|arrasaram|"
    "hilariante|emocionant*|eletrizante|empolgant*|fascinant*|brilhant*|magistral|obra-prima|"
    "nota dez|nota mil|nota 1000|cinco estrelas|5 estrelas|show de bola|um espetaculo|"
    "obra prima|uma delicia|um mimo|um arraso|uma maravilha|de primeira qualidade|"
    "de outro mundo|de comer e chorar|de lamber os dedos|de dar agua na boca|"
    "comer de joelhos|sem defeitos|nao tem defeito|nada a apontar|nada a reclamar|"
    "sem reclamacoes|nao tenho do que reclamar|nao tenho nada a reclamar|do que reclamar|"
    "vale a pena|valeu a pena|vale muito a pena|vale cada centavo|vale cada centimo|"
    "valeu cada centavo|super recomendo|recomendo de olhos fechados|de olhos fechados|"
    "sem sombra de duvida|voltarei com certeza|com certeza voltarei|vou voltar|a repetir|"
    "comprarei novamente|superou as expectativas|superou minhas expectativas|"
    "superou as minhas expectativas|acima das expectativas|exatamente o que queria|"
    "exatamente o que precisava|nunca desilude|nao desilude|nunca decepciona|nao decepciona|"
    "nunca falha|nao vai se arrepender|nao se vao arrepender|so elogios|quebrou um galho|"
    "me salvou|prende do inicio ao fim|do inicio ao fim|prende a atencao|"
    "nao consegui parar de ler|li numa sentada|chorei de rir|linda|lindissim*",

    "bom|boa|bons|boas|bem|simpatic*|rapid*|limpo|limpa=|limpos|limpas=|limpinh*|limpissim*|"
    "facil*|agradave*|obrigad*|content*|satisfeit*|fresc*|barat*|recomend*|util|uteis|"
    "confortave*|atencios*|gost*|eficient*|educad*|feliz|profissiona*|saboros*|sem filas|"
    "sem problema*|bonit*|belissim*|bela=|belo=|elegant*|aconcheg*|acolhedor*|arejad*|"
    "cheiros*|simpatia|prestativ*|prestave*|solicit*|gentil|gentis|gentileza|cordial|"
    "cordialidade|carinho*|cuidadoso|dedicad*|competent*|competencia|eficiencia|eficaz|"
    "eficacia|agil|agilidade|pontual|pontualidade|caprich*|satisfatori*|satisfacao|felizes|"
    "agradec*|gratidao|grata=|resistent*|duravel|duradour*|robust*|crocant*|sequinh*|"
    "quentinh*|fresquinh*|macio|macia|cremos*|fofo|fofa|fofinh*|fixe|giro|espacosa|brutal|"
    "bacana|espacoso|divertid*|comovent*|envolvent*|cativant*|viciante|instigant*|voltarei|"
    "voltaremos|acessive*|pechincha|bem-feit*|tranquil*|charmos*|requintad*|sofisticad*|"
    "melhor=|vale a visita|para repetir|quero voltar|ja quero voltar|compraria de novo|"
    "compraria novamente|voltaria a comprar|comprarei mais vezes|chegou antes do prazo|"
    "antes do prazo|antes do previsto|chegou certinho|chegou rapido|"
    "chegou em perfeito estado|em perfeitas condicoes|bem embalado|conforme descrito|"
    "conforme anunciado|conforme o anunciado|igual a foto|cumpre o que promete|"
    "cumpre o prometido|cumpre a funcao|atende as expectativas|atendeu minhas expectativas|"
    "atendeu as expectativas|pode comprar sem medo|comprem sem medo|muito bom/boa|"
    "muito bons/boas|muito bem|bem atendido/atendida|bem atendidos|bom atendimento|"
    "boa comida|boa qualidade|boa localizacao|bom gosto|bom preco|preco justo|precos justos|"
    "preco acessivel|bom custo beneficio|otimo custo beneficio|boa relacao qualidade preco|"
    "como em casa|sentir em casa|facil de usar|facil de montar|muito obrigada/obrigado|"
    "so tenho a agradecer|estao de parabens|continuem assim|bem escrito|bem feito/feita|"
    "tudo de bom|mao cheia|cuidadosa",

    "mau=|ma=|maus|lent*|sujo|suja|sujos|sujas|sujeira|sujidade|car=|caro*|cara=|caras|"
    "problema*|demor*|espera*|fila|filas|dificil*|antipatic*|falta*|esgotad*|partid*|frio|"
    "fria|barulh*|pior*|dececion*|decepcion*|desilud*|confus*|reclam*|demasiad*|ninguem|"
    "vazi*|estreit*|grosseir*|perig*|injust*|avariad*|quebrad*|ruim|ruins|fraco|fraca|"
    "fraquinh*|mediocr*|mixuruca|meia-boca|frustr*|enrola*|despreparad*|amador|amadorismo|"
    "ineficien*|ineficaz|negligen*|desleix*|descuid*|desorganiz*|caotic*|rispid*|arrogan*|"
    "prepoten*|debochad*|deboche|indelicad*|desagradave*|atraso|atrasad*|bolor|"
    "desconfortave*|desconforto|apertad*|velharia|desgastad*|degradad*|quebrou|estragad*|"
    "estragou|avariou|danificad*|amassad*|rasgad*|rasgou|descosturou|descolou|fragil|frageis|"
    "vagabund*|carissim*|muito salgado/salgada|abusiv*|exorbitant*|inflacionad*|"
    "superestimad*|sobrevalorizad*|sem-graca|insoss*|insip*|ressecad*|queimad*|borrachud*|"
    "engordurad*|gordurent*|requentad*|chato|chata|entediant*|macante|macador*|arrastad*|"
    "previsive*|cliche|forcad*|tosco|tosca|incoerent*|prejuizo|transtorno|infelizmente|"
    "insuficient*|insatisf*|inutil|inuteis|trava=|travando|irrit*|estressant*|"
    "falta de profissionalismo|falta de higiene|falta de atencao|falta de limpeza|"
    "falta de consideracao|pouco profissional|pouco simpatico/simpatica|deixa a desejar|"
    "deixou a desejar|deixa muito a desejar|deixou muito a desejar|deixam a desejar|"
    "aquem das expectativas|abaixo das expectativas|esperava mais|esperava melhor|"
    "nada de especial|nada demais|mal atendido/atendida|mal atendidos|ma vontade|"
    "ma qualidade|baixa qualidade|qualidade duvidosa|cara feia|cara fechada|"
    "cara de poucos amigos|muito caro/cara|demasiado caro/cara|preco salgado|sem gosto|"
    "sem sabor|sem graca|sem sal|sem sentido|sem pe nem cabeca|chegou fria/frio|comida fria|"
    "veio frio/fria|veio errado/errada|veio quebrado|veio faltando|veio com defeito|"
    "mau cheiro|cheiro a esgoto|cheiro de mofo|cheira mal|cheirava mal|parou de funcionar|"
    "deixou de funcionar|nao funciona|nao funcionou|nao presta|nao chegou|nunca chegou|"
    "nao recebi|ate agora nada|ainda nao recebi|ninguem atende|ninguem responde|nao atendem|"
    "nao respondem|nao resolvem nada|nao resolve nada|nao dao resposta|sem resposta|"
    "sem solucao|jogo do empurra|cha de cadeira|horas a espera|hora a espera|horas de espera|"
    "horas esperando|esperei mais de|tive que esperar|tive de esperar|ficamos esperando|"
    "esqueceram do|fomos ignorados|fez pouco caso|pouco caso|fomos embora|passei mal|"
    "passei raiva|que pena|reclame aqui|ja foi melhor|ja foi bom|ja nao e o que|caiu muito|"
    "uma seca|dormi no meio|quase dormi|caindo aos pedacos|a cair aos bocados",

    "horrive*|terrive*|pessim*|nojent*|vergonh*|inaceitave*|nunca mais|lamentave*|desastr*|"
    "absurd*|roubo|ridicul*|horroros*|um horror|pavoros*|medonh*|deplorave*|inadmissive*|"
    "intolerave*|revoltant*|indignad*|indignacao|catastrofic*|nojo|repugnant*|ruinzinho|pior|"
    "piorou|lixo|porcaria|merda|bosta|droga|tranqueira|treta|decepc*|desilus*|desiludid*|"
    "arrepend*|golpe|golpista|fraude|burla|burloes|aldrab*|vigaric*|vigarista|enganad*|"
    "enganos*|engana=|enganaram|mentir*|ladroes|ladrao|roubalheira|roubad*|furada|cilada|"
    "descaso|desrespeit*|desprezo|incompet*|bagunca|mal-educad*|malcriad*|demoradissim*|sujo|"
    "suja|sujeira|sujidade|imund*|encardid*|mofo|mofado|fedorent*|fedor|fede|defeito|"
    "defeituos*|intragave*|azedo|vencid*|podre|intoxic*|chatissim*|insuportave*|"
    "nao vale a pena|nao recomendo|nao aconselho|nao comprem|nao compre|nao percam tempo|"
    "nao caiam|nao volto|nao voltarei|nao voltaremos|nunca mais volto|nunca mais compro|"
    "jamais voltarei|a nao voltar|a evitar|fujam|fuja|passem longe|passe longe|"
    "perda de tempo|perder tempo|dinheiro jogado fora|joguei dinheiro fora|"
    "jogar dinheiro fora|dinheiro deitado fora|foi para o lixo|foi pro lixo|dinheiro no lixo|"
    "nem de graca|nem dado|propaganda enganosa|publicidade enganosa|falta de respeito|"
    "falta de educacao|mal educado/educada|ma educacao|ma fe|nunca funcionou|"
    "livro de reclamacoes|pega turista|para turista ver",

    "nao|nunca|nem|sem|nada|jamais|nenhum*"};
// clang-format on

}  // namespace earshot::text
