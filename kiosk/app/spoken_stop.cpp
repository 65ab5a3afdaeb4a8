// What a stop is called when the focus comes to it.
#include "kiosk/app/spoken.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "kiosk/app/keyboard.h"
#include "kiosk/app/stops.h"
#include "kiosk/app/words.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;

std::string_view text_of(const Screen& screen, const survey::Texts& texts) {
  return survey::text_in(texts, screen.language, screen.survey->languages.front());
}

bool drawn_as_faces(const survey::Question& question) {
  const bool by_kind =
      question.kind == survey::QuestionKind::csat || question.kind == survey::QuestionKind::smiley;
  return question.look == survey::Look::faces ||
         (question.look == survey::Look::automatic && by_kind);
}

/// A rating as it is drawn: a face, stars, or a number with what it means at the ends.
std::string rating_in_words(const Screen& screen, int rating) {
  const auto& question = screen.question();
  const auto scale = *survey::scale_of(question.kind);
  if (drawn_as_faces(question) && scale.highest == 5) {
    constexpr Phrase kFaces[] = {Phrase::face_1, Phrase::face_2, Phrase::face_3, Phrase::face_4,
                                 Phrase::face_5};
    return std::string(words_for(kFaces[rating - scale.lowest], screen.language));
  }
  if (question.look == survey::Look::stars) {
    return counted(Phrase::spoken_stars, screen.language, rating);
  }
  auto words =
      filled(Phrase::spoken_rating, screen.language,
             {{"rating", std::to_string(rating)}, {"highest", std::to_string(scale.highest)}});
  const auto end = [&](const survey::Texts& label, Phrase otherwise) {
    const auto own = text_of(screen, label);
    words += ", " + std::string(own.empty() ? words_for(otherwise, screen.language) : own);
  };
  if (rating == scale.lowest) end(question.low_label, Phrase::scale_low);
  if (rating == scale.highest) end(question.high_label, Phrase::scale_high);
  return words;
}

std::string named(Phrase phrase, const Screen& screen, std::string_view name) {
  return filled(phrase, screen.language, {{"name", name}});
}

/// "Large text: On". A name that is a sentence loses its full stop.
std::string switched(Phrase phrase, const Screen& screen, bool on) {
  auto name = words_for(phrase, screen.language);
  for (const std::string_view stop : {".", "。", "।"}) {
    if (name.ends_with(stop)) name.remove_suffix(stop.size());
  }
  return filled(
      Phrase::spoken_switch, screen.language,
      {{"name", name}, {"state", words_for(on ? Phrase::on : Phrase::off, screen.language)}});
}

Phrase label_of(survey::ContactField field) {
  switch (field) {
    case survey::ContactField::name:
      return Phrase::contact_name;
    case survey::ContactField::phone:
      return Phrase::contact_phone;
    case survey::ContactField::email:
      return Phrase::contact_email;
  }
  return Phrase::contact_name;
}

std::string field_in_words(const Screen& screen, std::string_view name, std::string_view text) {
  if (text.empty()) return named(Phrase::spoken_field_empty, screen, name);
  return filled(Phrase::spoken_field, screen.language, {{"name", name}, {"text", text}});
}

/// "Letters, 2 of 2": a page that has no room beside the other.
std::string half_in_words(const Screen& screen, Phrase phrase, const char* number) {
  return filled(Phrase::spoken_position, screen.language,
                {{"name", words_for(phrase, screen.language)}, {"number", number}, {"total", "2"}});
}

const survey::Option* option_of(const Screen& screen, const OptionId& id) {
  for (const auto& option : screen.question().options) {
    if (option.id == id) return &option;
  }
  return nullptr;
}

bool is_picked(const Screen& screen, const OptionId& id) {
  return std::find(screen.picked.begin(), screen.picked.end(), id) != screen.picked.end();
}

std::string option_in_words(const Screen& screen, const OptionId& id) {
  const auto* option = option_of(screen, id);
  if (option == nullptr) return {};
  const auto name = text_of(screen, option->texts);
  if (is_picked(screen, id)) return named(Phrase::spoken_chosen, screen, name);
  if (screen.kind == ScreenKind::topics) return named(Phrase::spoken_not_chosen, screen, name);
  return std::string(name);
}

/// "Prices, 4 of 5": among the stops that do the same kind of thing.
std::string with_position(const Screen& screen, std::string name, const Stop& stop) {
  int number = 0, total = 0;
  for (const auto& row : stops(screen)) {
    for (const auto& other : row) {
      if (other.action.kind != stop.action.kind) continue;
      ++total;
      if (other.name == stop.name) number = total;
    }
  }
  if (total < 2) return name;
  return filled(
      Phrase::spoken_position, screen.language,
      {{"name", name}, {"number", std::to_string(number)}, {"total", std::to_string(total)}});
}

/// The stops whose name is one phrase.
std::optional<Phrase> plain_words(const Screen& screen, Kind kind) {
  switch (kind) {
    case Kind::begin:
      return Phrase::touch_to_begin;
    case Kind::languages:
      return Phrase::language;
    case Kind::have_code:
      return Phrase::have_code;
    case Kind::erase:
      return Phrase::key_delete;
    case Kind::shift:
      return screen.keyboard.shift ? Phrase::key_caps : Phrase::key_shift;
    case Kind::next:
      return next_in_words(screen);
    case Kind::back:
      return Phrase::back;
    case Kind::finish:
      // What is in the way has been said: whoever ends it now leaves the details out.
      return screen.contact.problem == ContactForm::Problem::none ? Phrase::done : Phrase::skip;
    case Kind::undo:
      return Phrase::undo;
    case Kind::stay:
      return Phrase::still_here;
    case Kind::help:
      return Phrase::help_now;
    case Kind::dismiss:
    case Kind::leave:
      return Phrase::close;
    default:
      return std::nullopt;
  }
}

std::optional<std::string> switch_in_words(const Screen& screen, Kind kind) {
  const auto& access = screen.access;
  switch (kind) {
    case Kind::contrast:
      return switched(Phrase::high_contrast, screen, access.high_contrast);
    case Kind::large_text:
      return switched(Phrase::large_text, screen, access.large_text);
    case Kind::low_reach:
      return switched(Phrase::low_reach, screen, access.low_reach);
    case Kind::speech:
      return switched(Phrase::read_aloud, screen, access.speech);
    case Kind::blank:
      return switched(Phrase::dark_screen, screen, access.blank);
    case Kind::suggest:
      return switched(Phrase::key_suggestions, screen, screen.suggestions.on);
    case Kind::consent:
      return switched(Phrase::consent_agree, screen, screen.contact.consent);
    default:
      return std::nullopt;
  }
}

std::string rating_stop(const Screen& screen, int rating) {
  auto words = rating_in_words(screen, rating);
  return screen.chosen == rating ? named(Phrase::spoken_chosen, screen, words) : words;
}

std::string stop_in_words(const Screen& screen, const Stop& stop) {
  const auto& action = stop.action;
  if (const auto phrase = plain_words(screen, action.kind)) {
    return std::string(words_for(*phrase, screen.language));
  }
  if (auto words = switch_in_words(screen, action.kind)) return *std::move(words);
  switch (action.kind) {
    case Kind::rate:
      return rating_stop(screen, action.rating);
    case Kind::choose:
    case Kind::toggle:
      return with_position(screen, option_in_words(screen, action.option), stop);
    case Kind::type:
      if (screen.keyboard.accents_of.empty()) return spoken_letter(screen, action.text);
      return with_position(screen, spoken_letter(screen, action.text), stop);
    case Kind::word:
      return with_position(screen, action.text, stop);
    case Kind::page:
      return spoken_page(screen, action.page);
    case Kind::field:
      return spoken_entry(screen, action.index);
    case Kind::service:
      for (const auto& line : screen.service) {
        if (line.action != action.text && line.less != action.text) continue;
        const auto words = line.value.empty() ? line.name : line.name + ": " + line.value;
        return line.less.empty() ? words : words + ", " + action.text;
      }
      return action.text;
    default:
      return stop.name;
  }
}

}  // namespace

Phrase next_in_words(const Screen& screen) {
  if (screen.kind == ScreenKind::pin || screen.contact.writing) return Phrase::ok;
  if (screen.kind == ScreenKind::claim && screen.claim.pages.empty()) return Phrase::claim_look_up;
  const bool reads = screen.kind == ScreenKind::claim;
  return reads || screen.given() ? Phrase::next : Phrase::skip;
}

std::string spoken_letter(const Screen& screen, std::string_view text) {
  if (text == " ") return std::string(words_for(Phrase::key_space, screen.language));
  if (screen.kind == ScreenKind::claim) return std::string(text);  // codes know no small letters
  if (const auto name = key_name(screen.language, text); !name.empty()) return std::string(name);
  UChar32 c = 0;
  std::int32_t at = 0;
  U8_NEXT(text.data(), at, static_cast<std::int32_t>(text.size()), c);
  if (c > 0 && u_isupper(c) && static_cast<std::size_t>(at) == text.size()) {
    return std::string(words_for(Phrase::key_shift, screen.language)) + " " + std::string(text);
  }
  return std::string(text);
}

std::string spoken_entry(const Screen& screen, std::size_t index) {
  if (index >= screen.contact.entries.size()) return {};
  const auto& entry = screen.contact.entries[index];
  return field_in_words(screen, words_for(label_of(entry.field), screen.language), entry.text);
}

std::string spoken_page(const Screen& screen, KeyPage page) {
  switch (page) {
    case KeyPage::more_letters:
      return half_in_words(screen, Phrase::key_letters, "2");
    case KeyPage::more_emoji:
      return half_in_words(screen, Phrase::key_pictures, "2");
    case KeyPage::letters:
      return std::string(words_for(Phrase::key_letters, screen.language));
    case KeyPage::numbers:
      return std::string(words_for(Phrase::key_numbers, screen.language));
    case KeyPage::emoji:
      return std::string(words_for(Phrase::key_pictures, screen.language));
    case KeyPage::latin:
      return std::string(words_for(Phrase::key_other, screen.language));
  }
  return {};
}

Spoken spoken_stop(const Screen& screen, std::string_view stop) {
  for (const auto& row : stops(screen)) {
    for (const auto& one : row) {
      if (one.name != stop) continue;
      if (one.action.kind == Kind::language)
        return {own_name(one.action.language), one.action.language};
      return {stop_in_words(screen, one), screen.language};
    }
  }
  return {{}, screen.language};
}

}  // namespace earshot::kiosk
