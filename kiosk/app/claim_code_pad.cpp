#include "kiosk/app/claim_code_pad.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "kiosk/app/locale.h"
#include "kiosk/app/screen.h"

namespace earshot::kiosk {
namespace {

/// What the smallest panel shows in its largest letters, and what a line's end is worth of it.
constexpr std::size_t kPageColumns = 180, kLineColumns = 36;
/// A page ends behind a sentence once it is so full.
constexpr std::size_t kFullEnough = 100;

bool is_blank(char c) { return c == ' ' || c == '\n'; }

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return std::string(text);
}

bool ends_a_sentence(std::string_view text) {
  if (text.ends_with('\n')) return true;
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  for (const std::string_view end : {".", "!", "?", "…", "。", "？", "！", "؟", "।"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

std::size_t cost_of(std::string_view text) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return columns_of(text) + lines * kLineColumns;
}

/// A word that is longer than a page, cut between two characters.
void add_cut(std::vector<std::string_view>& parts, std::string_view word) {
  while (cost_of(word) > kPageColumns) {
    std::size_t end = 0;
    for (std::size_t columns = 0; end < word.size() && columns < kPageColumns / 2;) {
      const auto begin = end++;
      while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) ++end;
      // A mark that stands on another letter takes no column, and must not go on for ever.
      columns += std::max<std::size_t>(cost_of(word.substr(begin, end - begin)), 1);
    }
    parts.push_back(word.substr(0, end));
    word.remove_prefix(end);
  }
  if (!word.empty()) parts.push_back(word);
}

/// The text between the places where a line may end; whole, if ICU has no rules for it.
std::vector<std::string_view> parts_of(std::string_view words, const LanguageTag& language) {
  std::vector<std::string_view> parts;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> text(
      utext_openUTF8(nullptr, words.data(), static_cast<std::int64_t>(words.size()), &status),
      &utext_close);
  const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> breaks(
      ubrk_open(UBRK_LINE, language.str().c_str(), nullptr, 0, &status), &ubrk_close);
  if (breaks != nullptr) ubrk_setUText(breaks.get(), text.get(), &status);
  std::size_t begin = 0;
  if (U_SUCCESS(status)) {
    for (auto end = ubrk_next(breaks.get()); end != UBRK_DONE; end = ubrk_next(breaks.get())) {
      add_cut(parts, words.substr(begin, static_cast<std::size_t>(end) - begin));
      begin = static_cast<std::size_t>(end);
    }
  }
  if (begin < words.size()) add_cut(parts, words.substr(begin));
  return parts;
}

}  // namespace

bool is_code_sign(std::string_view text) {
  return text.size() == 1 && std::any_of(kCodeRows.begin(), kCodeRows.end(), [&](auto row) {
           return row.find(text[0]) != std::string_view::npos;
         });
}

std::string code_so_far(std::string_view signs) {
  std::string code(signs.substr(0, kClaimSigns / 2));
  if (signs.size() > kClaimSigns / 2) code += "-" + std::string(signs.substr(kClaimSigns / 2));
  return code;
}

std::vector<std::string> answer_pages(std::string_view words, const LanguageTag& language) {
  std::vector<std::string> pages;
  std::string page;
  std::size_t used = 0, left = cost_of(words);
  const auto turn = [&] {
    auto text = trimmed(page);
    if (!text.empty()) pages.push_back(std::move(text));
    page.clear();
    used = 0;
  };
  for (const auto part : parts_of(words, language)) {
    const auto cost = cost_of(part);
    if (used + cost > kPageColumns) turn();
    page += part;
    used += cost;
    left -= std::min(left, cost);
    const bool rest_fits = used + left <= kPageColumns;
    if (!rest_fits && used >= kFullEnough && ends_a_sentence(page)) turn();
  }
  turn();
  return pages;
}

}  // namespace earshot::kiosk
