#include "kiosk/app/words.h"

#include <algorithm>
#include <array>

namespace earshot::kiosk {
namespace {

struct Language {
  std::string_view tag;
  std::string_view own_name;
  std::array<std::string_view, 5> phrases;  ///< in the order of Phrase
};

constexpr std::array kLanguages = {
    Language{"en",
             "English",
             {"Touch to begin", "One moment…", "Your answer is safe.", "This screen is resting.",
              "The staff can help you."}},
    Language{"es",
             "Español",
             {"Toque para empezar", "Un momento…", "Su respuesta está guardada.",
              "Esta pantalla está en pausa.", "El personal puede ayudarle."}},
    Language{"fr",
             "Français",
             {"Touchez pour commencer", "Un instant…", "Votre réponse est enregistrée.",
              "Cet écran est en pause.", "Notre équipe peut vous aider."}},
    Language{"de",
             "Deutsch",
             {"Zum Starten berühren", "Einen Moment…", "Ihre Antwort ist gespeichert.",
              "Dieser Bildschirm macht Pause.", "Unser Team hilft Ihnen gern."}},
    Language{"pt",
             "Português",
             {"Toque para começar", "Um momento…", "A sua resposta está guardada.",
              "Este ecrã está em pausa.", "A equipa pode ajudar."}},
    Language{"it",
             "Italiano",
             {"Tocca per iniziare", "Un momento…", "La tua risposta è al sicuro.",
              "Questo schermo è in pausa.", "Il personale può aiutarti."}},
    Language{"nl",
             "Nederlands",
             {"Raak aan om te beginnen", "Een moment…", "Uw antwoord is bewaard.",
              "Dit scherm heeft pauze.", "Onze medewerkers helpen u graag."}},
    Language{"fi",
             "Suomi",
             {"Aloita koskettamalla", "Hetki…", "Vastauksesi on tallessa.",
              "Tämä näyttö on tauolla.", "Henkilökunta auttaa sinua."}},
    Language{"sv",
             "Svenska",
             {"Tryck för att börja", "Ett ögonblick…", "Ditt svar är sparat.",
              "Den här skärmen vilar.", "Personalen kan hjälpa dig."}},
    Language{"pl",
             "Polski",
             {"Dotknij, aby zacząć", "Chwileczkę…", "Odpowiedź jest zapisana.",
              "Ten ekran odpoczywa.", "Personel chętnie pomoże."}},
    Language{"tr",
             "Türkçe",
             {"Başlamak için dokunun", "Bir dakika…", "Yanıtınız kaydedildi.",
              "Bu ekran dinleniyor.", "Personel size yardımcı olabilir."}},
    Language{"da",
             "Dansk",
             {"Tryk for at begynde", "Et øjeblik…", "Dit svar er gemt.", "Denne skærm hviler.",
              "Personalet kan hjælpe dig."}},
};

const Language* find(std::string_view tag) {
  const auto main = tag.substr(0, tag.find('-'));
  const auto found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                  [&](const Language& l) { return l.tag == main; });
  return found == kLanguages.end() ? nullptr : &*found;
}

}  // namespace

std::string_view words_for(Phrase phrase, const LanguageTag& language) {
  const auto* found = find(language.str());
  return (found != nullptr ? *found : kLanguages.front()).phrases[static_cast<std::size_t>(phrase)];
}

std::string own_name(const LanguageTag& language) {
  const auto* found = find(language.str());
  return found != nullptr ? std::string(found->own_name) : language.str();
}

}  // namespace earshot::kiosk
