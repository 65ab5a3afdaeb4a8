#include "kiosk/app/stops.h"

#include <algorithm>
#include <array>

#include "kiosk/app/claim_code_pad.h"
#include "kiosk/app/keyboard.h"

namespace earshot::kiosk {
namespace {

using Kind = Action::Kind;
using Row = std::vector<Stop>;

constexpr std::size_t kOptionsInRow = 3;
constexpr std::size_t kLanguagesInRow = 4;
/// So many have room on the attract screen by their names; more stand behind one stop.
constexpr std::size_t kLanguagesInSight = 6;

Stop plain(std::string name, Kind kind) { return {std::move(name), {kind}}; }

void add(StopRows& rows, Row row) {
  if (!row.empty()) rows.push_back(std::move(row));
}

void add_in_rows(StopRows& rows, Row stops, std::size_t in_row) {
  for (std::size_t i = 0; i < stops.size(); i += in_row) {
    const auto end = std::min(stops.size(), i + in_row);
    rows.emplace_back(stops.begin() + static_cast<std::ptrdiff_t>(i),
                      stops.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

Row languages(const Screen& screen) {
  Row row;
  if (screen.languages.size() < 2) return row;
  for (const auto& tag : screen.languages) {
    row.push_back({"language " + tag.str(), {.kind = Kind::language, .language = tag}});
  }
  return row;
}

void add_ratings(StopRows& rows, const Screen& screen) {
  const auto scale = *survey::scale_of(screen.question().kind);
  Row row;
  for (int rating = scale.lowest; rating <= scale.highest; ++rating) {
    row.push_back({"rating " + std::to_string(rating), {.kind = Kind::rate, .rating = rating}});
  }
  add(rows, std::move(row));
}

void add_options(StopRows& rows, const Screen& screen) {
  const auto kind = screen.kind == ScreenKind::topics ? Kind::toggle : Kind::choose;
  Row row;
  for (const auto& option : screen.question().options) {
    row.push_back({"option " + option.id.str(), {.kind = kind, .option = option.id}});
  }
  add_in_rows(rows, std::move(row), kOptionsInRow);
}

Stop stop_of(const Key& key) {
  switch (key.kind) {
    case Key::Kind::erase:
      return plain(name_of(key), Kind::erase);
    case Key::Kind::shift:
      return plain(name_of(key), Kind::shift);
    case Key::Kind::page:
      return {name_of(key), {.kind = Kind::page, .page = key.page}};
    case Key::Kind::type:
      break;
  }
  return {name_of(key), {.kind = Kind::type, .text = key.text}};
}

void add_keyboard(StopRows& rows, const Screen& screen) {
  for (const auto& keys : key_rows(screen.language, screen.keyboard)) {
    Row row;
    for (const auto& key : keys) row.push_back(stop_of(key));
    add(rows, std::move(row));
  }
}

/// The words stand between the field and the keys.
void add_suggestions(StopRows& rows, const Screen& screen) {
  if (!screen.suggestions.offered) return;
  Row row{plain("suggest", Kind::suggest)};
  for (const auto& word : screen.suggestions.words) {
    row.push_back({"word " + word, {.kind = Kind::word, .text = word}});
  }
  add(rows, std::move(row));
}

void add_form(StopRows& rows, const Screen& screen) {
  Row fields;
  for (std::size_t i = 0; i < screen.contact.entries.size(); ++i) {
    fields.push_back({"field " + std::to_string(i), {.kind = Kind::field, .index = i}});
  }
  add(rows, std::move(fields));
  add(rows, {plain("consent", Kind::consent)});
}

void add_pin(StopRows& rows) {
  static constexpr std::array kRows = {"123", "456", "789", "0"};
  for (const std::string digits : kRows) {
    Row row;
    for (const char digit : digits) {
      row.push_back(
          {"digit " + std::string(1, digit), {.kind = Kind::type, .text = std::string(1, digit)}});
    }
    add(rows, std::move(row));
  }
  rows.back().push_back(plain("erase", Kind::erase));
  add(rows, {plain("back", Kind::back), plain("next", Kind::next)});
}

void add_code_pad(StopRows& rows) {
  for (const auto signs : kCodeRows) {
    Row row;
    for (const char sign : signs) {
      const std::string text(1, sign);
      row.push_back({"sign " + text, {.kind = Kind::type, .text = text}});
    }
    add(rows, std::move(row));
  }
  rows.back().push_back(plain("erase", Kind::erase));
}

void add_claim(StopRows& rows, const Screen& screen) {
  using State = Claim::State;
  const auto& claim = screen.claim;
  Row way{plain("back", Kind::back)};
  switch (claim.state) {
    case State::typing:
      add_code_pad(rows);
      if (claim.code.size() == kClaimSigns) way.push_back(plain("next", Kind::next));
      if (screen.languages.size() > 1) way.push_back(plain("languages", Kind::languages));
      break;
    case State::answered:
      way.insert(way.begin(), claim.page + 1 < claim.pages.size()
                                  ? plain("next", Kind::next)
                                  : plain("dismiss", Kind::dismiss));
      break;
    case State::none_yet:
    case State::not_now:
      way = {plain("dismiss", Kind::dismiss)};
      break;
    case State::asking:
    case State::locked:
      break;
  }
  add(rows, std::move(way));
}

/// On and back, in one row at the same place on every question.
void add_way(StopRows& rows, const Screen& screen) {
  Row row;
  if (screen.kind == ScreenKind::contact && screen.contact.writing) {
    row.push_back(plain("next", Kind::next));  // to the form: its keys are the other ones
    if (screen.help_offered) row.push_back(plain("help", Kind::help));
    return add(rows, std::move(row));
  }
  // While the rating can be taken back that is the way back, at the same place.
  if (screen.can_go_back && !screen.undo) row.push_back(plain("back", Kind::back));
  const bool first = screen.asked == 0;
  const bool goes_by_itself =
      screen.kind == ScreenKind::question || screen.kind == ScreenKind::choice;
  if (!first || screen.given()) {
    row.push_back(plain("next", Kind::next));
    if (!goes_by_itself || !first) row.push_back(plain("finish", Kind::finish));
  }
  if (screen.undo) row.push_back(plain("undo", Kind::undo));
  if (screen.help_offered) row.push_back(plain("help", Kind::help));
  add(rows, std::move(row));
}

void add_question(StopRows& rows, const Screen& screen) {
  switch (screen.kind) {
    case ScreenKind::question:
      add_ratings(rows, screen);
      break;
    case ScreenKind::choice:
    case ScreenKind::topics:
      add_options(rows, screen);
      break;
    case ScreenKind::contact:
      if (!screen.contact.writing) add_form(rows, screen);
      if (screen.keyboard.small && !screen.contact.writing) break;
      [[fallthrough]];
    default:
      add_suggestions(rows, screen);
      add_keyboard(rows, screen);
  }
  add_way(rows, screen);
  if (screen.languages.size() < 2) return;
  if (rows.back().front().name.starts_with("rating")) rows.emplace_back();  // there is no way yet
  rows.back().push_back(plain("languages", Kind::languages));
}

void add_service(StopRows& rows, const Screen& screen) {
  for (const auto& line : screen.service) {
    if (line.action.empty()) continue;
    Row row;
    for (const auto& action : {line.less, line.action}) {
      if (!action.empty()) {
        row.push_back({"service " + action, {.kind = Kind::service, .text = action}});
      }
    }
    add(rows, std::move(row));
  }
  add(rows, {plain("leave", Kind::leave)});
}

void add_content(StopRows& rows, const Screen& screen) {
  switch (screen.kind) {
    case ScreenKind::attract:
      add(rows, {plain("begin", Kind::begin)});
      if (screen.languages.size() <= kLanguagesInSight) {
        add(rows, languages(screen));
      } else {
        add(rows, {plain("languages", Kind::languages)});
      }
      if (screen.code_offered) add(rows, {plain("have code", Kind::have_code)});
      return;
    case ScreenKind::language:
      add_in_rows(rows, languages(screen), kLanguagesInRow);
      return add(rows, {plain("back", Kind::back)});
    case ScreenKind::question:
    case ScreenKind::choice:
    case ScreenKind::topics:
    case ScreenKind::comment:
    case ScreenKind::contact:
      return add_question(rows, screen);
    case ScreenKind::thanks: {
      Row row;
      if (screen.undo) row.push_back(plain("undo", Kind::undo));
      row.push_back(plain("dismiss", Kind::dismiss));
      if (screen.help_offered) row.push_back(plain("help", Kind::help));
      return add(rows, std::move(row));
    }
    case ScreenKind::help:
      return add(rows, {plain("back", Kind::back)});
    case ScreenKind::claim:
      return add_claim(rows, screen);
    case ScreenKind::idle:
      return add(rows, {plain("stay", Kind::stay)});
    case ScreenKind::pin:
      return add_pin(rows);
    case ScreenKind::service:
      return add_service(rows, screen);
    case ScreenKind::touch_test:
      return add(rows, {plain("leave", Kind::leave)});
    case ScreenKind::saving:
    case ScreenKind::closing:
    case ScreenKind::resting:
    case ScreenKind::closed:
      return;
  }
}

Row access_row(const Screen& screen) {
  Row row{plain("contrast", Kind::contrast), plain("large text", Kind::large_text),
          plain("low reach", Kind::low_reach), plain("speech", Kind::speech)};
  if (screen.access.speech) row.push_back(plain("blank", Kind::blank));
  return row;
}

struct Cell {
  std::size_t row = 0, column = 0;
};

std::optional<Cell> cell_of(const StopRows& rows, std::string_view name) {
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (rows[r][c].name == name) return Cell{r, c};
    }
  }
  return std::nullopt;
}

Cell along(const StopRows& rows, Cell at, bool forward) {
  if (forward) {
    if (at.column + 1 < rows[at.row].size()) return {at.row, at.column + 1};
    if (at.row + 1 < rows.size()) return {at.row + 1, 0};
    return at;
  }
  if (at.column > 0) return {at.row, at.column - 1};
  if (at.row > 0) return {at.row - 1, rows[at.row - 1].size() - 1};
  return at;
}

Cell across(const StopRows& rows, Cell at, bool down) {
  if (!down && at.row == 0) return at;
  if (down && at.row + 1 == rows.size()) return at;
  const auto row = down ? at.row + 1 : at.row - 1;
  return {row, std::min(at.column, rows[row].size() - 1)};
}

}  // namespace

StopRows stops(const Screen& screen) {
  StopRows rows;
  add_content(rows, screen);
  // Every place of the panel is the test's.
  if (screen.kind != ScreenKind::touch_test) add(rows, access_row(screen));
  return rows;
}

std::optional<Action> action_of(const Screen& screen, std::string_view name) {
  const auto rows = stops(screen);
  const auto cell = cell_of(rows, name);
  if (!cell) return std::nullopt;
  return rows[cell->row][cell->column].action;
}

std::string moved_focus(const Screen& screen, Action::Kind direction) {
  const auto rows = stops(screen);
  if (rows.empty()) return {};
  const auto at = cell_of(rows, screen.focus);
  if (!at) return rows.front().front().name;
  auto to = *at;
  const bool mirrored = is_right_to_left(screen.language);
  if (direction == Kind::up || direction == Kind::down) {
    to = across(rows, *at, direction == Kind::down);
  } else {
    to = along(rows, *at, (direction == Kind::right) != mirrored);
  }
  return rows[to.row][to.column].name;
}

std::string refound_focus(const Screen& screen) {
  const auto rows = stops(screen);
  if (rows.empty()) return {};
  auto other = screen;
  for (const bool shift : {false, true}) {
    other.keyboard.shift = shift;
    other.keyboard.caps = false;
    const auto before = stops(other);
    const auto at = cell_of(before, screen.focus);
    if (at && at->row < rows.size() && rows[at->row].size() == before[at->row].size()) {
      return rows[at->row][at->column].name;
    }
  }
  return rows.front().front().name;
}

bool is_right_to_left(const LanguageTag& language) {
  const auto& tag = language.str();
  const auto main = std::string_view(tag).substr(0, tag.find('-'));
  return main == "ar" || main == "he" || main == "fa" || main == "ur";
}

}  // namespace earshot::kiosk
