#include "kiosk/app/po_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/utf8.h"

namespace earshot::kiosk {
namespace {

constexpr std::size_t kFormsMax = 6;  // no language has more
constexpr std::size_t kTextBytesMax = 4096;

/// A mistake in the file: thrown only inside this file, where the first one ends the reading.
struct Mistake {
  std::size_t line;
  std::string reason;
};

class Reader {
 public:
  PoFile read(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const auto end = text.find('\n');
      auto line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      take(line);
    }
    finish();
    if (file_.header.empty()) {
      throw Mistake{1, "this file has no header. Begin it with msgid \"\" and msgstr \"\""};
    }
    return std::move(file_);
  }

 private:
  void take(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) return finish();
    if (line.front() == '#') return take_comment(line);
    if (line.front() == '"') {
      if (target_ == nullptr) refuse("words without a keyword. Put msgid or msgstr before them");
      return append(line);
    }
    const auto space = line.find_first_of(" \t\"");
    take_keyword(line.substr(0, space), space == std::string_view::npos ? "" : line.substr(space));
  }

  void take_comment(std::string_view line) {
    if (line.starts_with("#~")) return;  // a message that is no longer used
    if (!now_.translations.empty()) finish();
    if (line.starts_with("#.")) now_.notes.emplace_back(trimmed(line.substr(2)));
    if (line.starts_with("#,") && line.find("fuzzy") != std::string_view::npos) now_.fuzzy = true;
  }

  void take_keyword(std::string_view word, std::string_view rest) {
    if ((word == "msgctxt" || word == "msgid") && !now_.translations.empty()) finish();
    if (now_.line == 0) now_.line = line_;
    if (word == "msgctxt") {
      target_ = &now_.context;
    } else if (word == "msgid") {
      has_id_ = true;
      target_ = &now_.id;
    } else if (word == "msgid_plural") {
      target_ = &now_.id_plural;
    } else if (word.starts_with("msgstr")) {
      begin_translation(word.substr(6));
    } else {
      refuse("'" + one_line(word, 40) +
             "' is no keyword. Known are msgctxt, msgid, msgid_plural, msgstr and msgstr[0] …");
    }
    if (!target_->empty())
      refuse(one_line(word, 40) +
             " comes twice. Leave an empty line between "
             "messages");
    append(trimmed(rest));
  }

  void begin_translation(std::string_view index) {
    if (!has_id_) refuse("msgstr without msgid. Write the English words first");
    const auto expected = now_.translations.size();
    const bool plain = index.empty() && now_.id_plural.empty() && expected == 0;
    const bool form = !now_.id_plural.empty() && expected < kFormsMax &&
                      index == "[" + std::to_string(expected) + "]";
    if (!plain && !form) {
      refuse("msgstr" + one_line(index, 20) + " is not expected here. " +
             (now_.id_plural.empty() ? "A message without msgid_plural has one msgstr"
                                     : "Number the plural forms [0], [1] … in order"));
    }
    target_ = &now_.translations.emplace_back();
  }

  void append(std::string_view quoted) {
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') {
      refuse("words without quotes. Put them between \" and \"");
    }
    quoted = quoted.substr(1, quoted.size() - 2);
    for (std::size_t i = 0; i < quoted.size(); ++i) {
      if (quoted[i] == '"') refuse("a quote inside the words. Write \\\" for it");
      if (quoted[i] != '\\') {
        *target_ += quoted[i];
        continue;
      }
      const char c = ++i < quoted.size() ? quoted[i] : ' ';
      const auto known = std::string_view("n\"\\t").find(c);
      if (known == std::string_view::npos) {
        refuse("a backslash before something unknown. Known are \\n, \\t, \\\" and \\\\");
      }
      *target_ += "\n\"\\\t"[known];
    }
    if (target_->size() > kTextBytesMax) refuse("these words are longer than 4096 bytes");
  }

  void finish() {
    target_ = nullptr;
    if (now_.line == 0) {
      if (now_.notes.empty()) return;
      now_ = {};
      return;
    }
    auto done = std::exchange(now_, {});
    has_id_ = false;
    if (done.translations.empty()) {
      throw Mistake{done.line, "this message has no msgstr. Add it, empty if need be"};
    }
    if (done.id.empty() && done.context.empty()) return take_header(done);
    if (file_.messages.size() == kPoMessagesMax) refuse("more than 2000 messages");
    const auto same =
        std::find_if(file_.messages.begin(), file_.messages.end(), [&](const PoMessage& other) {
          return other.context == done.context && (!done.context.empty() || other.id == done.id);
        });
    if (same != file_.messages.end()) {
      throw Mistake{done.line, "'" + one_line(done.context, 60) +
                                   "' was already translated in line " +
                                   std::to_string(same->line) + ". Remove one of them"};
    }
    file_.messages.push_back(std::move(done));
  }

  void take_header(const PoMessage& message) {
    if (!file_.header.empty()) throw Mistake{message.line, "a second header. Remove it"};
    std::string_view rest = message.translations.front();
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const auto line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) {
        throw Mistake{message.line, "a header line without a colon. Write \"Name: value\\n\""};
      }
      file_.header.emplace(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
  }

  static std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
  }

  [[noreturn]] void refuse(std::string reason) const { throw Mistake{line_, std::move(reason)}; }

  std::size_t line_ = 0;
  PoFile file_;
  PoMessage now_;
  bool has_id_ = false;
  std::string* target_ = nullptr;  ///< what a line of quoted words continues
};

}  // namespace

Result<PoFile> parse_po(std::string_view text, std::string_view file_name) {
  const auto refused = [&](std::size_t line, const std::string& reason) {
    return fail(ErrorCode::invalid,
                one_line(file_name, 200) + ":" + std::to_string(line) + ": " + reason +
                    (reason.find(". ") == std::string::npos ? ". Correct this line." : "."));
  };
  if (text.size() > kPoBytesMax) return refused(1, "this file is longer than 512 KB");
  if (!is_utf8(text)) return refused(1, "this file is not UTF-8. Save it as UTF-8");
  try {
    return Reader().read(text);
  } catch (const Mistake& mistake) {
    return refused(mistake.line, mistake.reason);
  }
}

}  // namespace earshot::kiosk
