#include "core/text/taxonomy.h"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <limits>

#include "core/base/file_mistake.h"
#include "core/base/utf8.h"
#include "core/survey/nearest_word.h"

namespace earshot::text {
namespace {

constexpr std::size_t kNameMax = 40;        ///< code points
constexpr std::size_t kPhraseMax = 80;      ///< code points
constexpr std::size_t kExampleMax = 300;    ///< code points
constexpr std::size_t kPhrasesMax = 20000;  ///< in one file
constexpr std::size_t kQuotedMax = 300;
constexpr std::string_view kAnyLanguage = "any";

// How a phrase's payload is put together: topic · 256 · 4 + language · 4 + kind of phrase.
constexpr std::uint32_t kLanguages = 256;
constexpr std::uint32_t kPhraseKinds = 4;
constexpr std::uint32_t kBad = 0;
constexpr std::uint32_t kKeyword = 1;
constexpr std::uint32_t kGood = 2;
constexpr std::uint32_t kThing = 3;

/// Thrown inside this file only, told by parse_taxonomy.
using Mistake = FileMistake;

std::size_t line_of(const toml::source_region& region) {
  return std::max<std::size_t>(region.begin.line, 1);
}
[[noreturn]] void refuse(const toml::node& where, std::string reason, std::string hint) {
  throw Mistake{line_of(where.source()), std::move(reason), std::move(hint)};
}
std::string quoted(std::string_view text) {
  return "'" + std::string(text.substr(0, kQuotedMax)) + "'";
}

void check_keys(const toml::table& table, const std::string& what,
                std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    const auto nearest = survey::nearest_word(key.str(), {known.begin(), known.size()});
    std::string hint;
    for (const auto word : known) hint += (hint.empty() ? "Known are: " : ", ") + std::string(word);
    throw Mistake{line_of(key.source()), what + " has the unknown key " + quoted(key.str()),
                  nearest.empty() ? hint : "Did you mean " + quoted(nearest) + "?"};
  }
}

std::string read_text(const toml::node& node, const std::string& what, std::size_t most) {
  const auto* text = node.as_string();
  if (text == nullptr) refuse(node, what + " is not a text", "Put it in double quotes");
  if (text->get().find_first_not_of(" \t\n") == std::string::npos) {
    refuse(node, what + " is empty", "Write it, or take it out");
  }
  if (count_code_points(text->get()) > most || one_line(text->get(), most) != text->get()) {
    refuse(node, what + " is too long or has invisible characters",
           "Write at most " + std::to_string(most) + " characters on one line");
  }
  return text->get();
}

}  // namespace

class TaxonomyReader {
 public:
  Taxonomy read(const toml::table& file);

 private:
  void read_topic(const toml::table& table);
  void read_phrases(const toml::table& topic, std::string_view key, const std::string& what,
                    std::uint32_t kind);
  std::uint32_t language_index(const toml::key& tag);
  const toml::table* texts(const toml::table& topic, std::string_view key, const std::string& what);

  Taxonomy taxonomy_;
};

Taxonomy TaxonomyReader::read(const toml::table& file) {
  check_keys(file, "the taxonomy", {"id", "version", "topic"});
  taxonomy_.languages_.emplace_back(kAnyLanguage);
  const auto* id = file.get("id");
  if (id == nullptr) refuse(file, "the taxonomy has no 'id'", "Begin the file with id = \"…\"");
  const auto name = read_text(*id, "the id", kNameLengthMax);
  if (!is_name(name)) {
    refuse(*id, "the id " + quoted(name) + " is not a name",
           "Use 1 to 64 of a-z 0-9 - _ . and begin with a letter or digit");
  }
  const auto* version = file.get("version");
  const auto* number = version == nullptr ? nullptr : version->as_integer();
  if (number == nullptr || number->get() < 1 ||
      number->get() > std::numeric_limits<std::int32_t>::max()) {
    refuse(version == nullptr ? static_cast<const toml::node&>(file) : *version,
           "version is not a whole number from 1",
           "Write version = 1, and raise it with every change");
  }
  taxonomy_.version_ = name + "-" + std::to_string(number->get());
  const auto* node = file.get("topic");
  const auto* topics = node == nullptr ? nullptr : node->as_array();
  if (topics == nullptr || topics->empty() || !topics->is_array_of_tables()) {
    refuse(node == nullptr ? static_cast<const toml::node&>(file) : *node,
           "the taxonomy has no topics", "Begin each topic with [[topic]], in double brackets");
  }
  if (topics->size() > kTopicsMax) {
    refuse(*topics->get(kTopicsMax),
           "the taxonomy has " + std::to_string(topics->size()) + " topics",
           "Use at most " + std::to_string(kTopicsMax));
  }
  for (const auto& topic : *topics) read_topic(*topic.as_table());
  taxonomy_.phrases_.build();
  return std::move(taxonomy_);
}

void TaxonomyReader::read_topic(const toml::table& table) {
  check_keys(table, "a topic", {"id", "name", "keywords", "things", "good", "bad", "examples"});
  const auto* node = table.get("id");
  if (node == nullptr) refuse(table, "a topic has no 'id'", "Add id = \"…\"");
  const auto text = read_text(*node, "the id of a topic", kNameLengthMax);
  auto id = TopicId::parse(text);
  if (!id) {
    refuse(*node, "the id " + quoted(text) + " of a topic is not a name",
           "Use 1 to 64 of a-z 0-9 - _ . and begin with a letter or digit");
  }
  for (const auto& other : taxonomy_.topics_) {
    if (other.id == *id) {
      refuse(*node, "the topic " + quoted(text) + " is there twice", "Give each an id of its own");
    }
  }
  const std::string what = "topic " + quoted(text);
  Topic topic;
  topic.id = *std::move(id);
  const auto* names = texts(table, "name", what);
  if (names == nullptr || names->empty()) {
    refuse(table, "the " + what + " has no name", "Add name = { en = \"…\" }");
  }
  for (const auto& [tag, name] : *names) {
    (void)language_index(tag);
    topic.names[std::string(tag.str())] = read_text(name, "a name of " + what, kNameMax);
  }
  if (const auto* examples = texts(table, "examples", what); examples != nullptr) {
    for (const auto& [tag, list] : *examples) {
      (void)language_index(tag);
      if (list.as_array() == nullptr) {
        refuse(list, "the examples of " + what + " are not a list", "Write en = [\"…\", \"…\"]");
      }
      for (const auto& example : *list.as_array()) {
        topic.examples[std::string(tag.str())].push_back(
            read_text(example, "an example of " + what, kExampleMax));
      }
    }
  }
  taxonomy_.topics_.push_back(std::move(topic));
  read_phrases(table, "keywords", what, kKeyword);
  read_phrases(table, "things", what, kThing);
  read_phrases(table, "good", what, kGood);
  read_phrases(table, "bad", what, kBad);
}

const toml::table* TaxonomyReader::texts(const toml::table& topic, std::string_view key,
                                         const std::string& what) {
  const auto* node = topic.get(key);
  if (node == nullptr) return nullptr;
  if (node->as_table() == nullptr) {
    refuse(*node, "'" + std::string(key) + "' of " + what + " is not given per language",
           "Write [topic." + std::string(key) + "] and below it one line per language");
  }
  return node->as_table();
}

std::uint32_t TaxonomyReader::language_index(const toml::key& tag) {
  const std::string_view text = tag.str();
  auto& known = taxonomy_.languages_;
  const auto found = std::find(known.begin(), known.end(), text);
  if (found != known.end()) return static_cast<std::uint32_t>(found - known.begin());
  const bool letters = text.size() >= 2 && text.size() <= 12 && text[0] >= 'a' && text[0] <= 'z' &&
                       text[1] >= 'a' && text[1] <= 'z';
  if (!letters || !is_name(text)) {
    throw Mistake{line_of(tag.source()), quoted(text) + " is not a language",
                  "Write a tag such as en, pt or fi, or any for words of every language"};
  }
  if (known.size() >= kLanguages) {
    throw Mistake{line_of(tag.source()), "the taxonomy has too many languages", "Take some out"};
  }
  known.emplace_back(text);
  return static_cast<std::uint32_t>(known.size() - 1);
}

void TaxonomyReader::read_phrases(const toml::table& topic, std::string_view key,
                                  const std::string& what, std::uint32_t kind) {
  const auto* languages = texts(topic, key, what);
  if (languages == nullptr) return;
  const auto index = static_cast<std::uint32_t>(taxonomy_.topics_.size() - 1);
  for (const auto& [tag, list] : *languages) {
    const std::uint32_t language = language_index(tag);
    if (list.as_array() == nullptr) {
      refuse(list, "'" + std::string(key) + "' of " + what + " is not a list of phrases",
             "Write " + std::string(tag.str()) + " = [\"…\", \"…\"]");
    }
    for (const auto& phrase : *list.as_array()) {
      const auto text = read_text(phrase, "a phrase of " + what, kPhraseMax);
      if (taxonomy_.phrases_.size() >= kPhrasesMax) {
        refuse(phrase, "the taxonomy has too many phrases",
               "Use at most " + std::to_string(kPhrasesMax));
      }
      std::string plain = text;
      std::erase_if(plain, [](char c) { return c == '*' || c == '=' || c == '~'; });
      std::replace(plain.begin(), plain.end(), '/', ' ');
      taxonomy_.plain_.emplace_back(std::string(tag.str()), std::move(plain));
      const std::uint32_t payload = (index * kLanguages + language) * kPhraseKinds + kind;
      if (!taxonomy_.phrases_.add(text, payload)) {
        refuse(phrase, "the phrase " + quoted(text) + " of " + what + " cannot be looked for",
               "Write 1 to " + std::to_string(Phrases::kWordsMax) +
                   " words; '*' and '=' end a word, '~' stands between words");
      }
    }
  }
}

void Taxonomy::find(const Tokens& comment, std::string_view language,
                    std::vector<TopicMention>& out) const {
  out.clear();
  thread_local std::vector<PhraseMatch> matches;
  phrases_.find(comment, matches);
  const auto known = std::find(languages_.begin() + 1, languages_.end(), language);
  const auto wanted = known == languages_.end() || language.empty()
                          ? 0U
                          : static_cast<std::uint32_t>(known - languages_.begin());
  for (const PhraseMatch& match : matches) {
    const std::uint32_t spoken = match.payload / kPhraseKinds % kLanguages;
    if (wanted != 0 && spoken != 0 && spoken != wanted) continue;
    const std::uint32_t kind = match.payload % kPhraseKinds;
    const int lean = kind == kGood ? 1 : kind == kBad ? -1 : 0;
    out.push_back({match.payload / kPhraseKinds / kLanguages, match.first, match.last,
                   static_cast<std::int8_t>(lean), kind == kThing});
  }
}

namespace {

Taxonomy parse(std::string_view toml) {
  if (auto mistake = unreadable_toml(toml, kTaxonomyFileBytesMax, "a taxonomy")) throw *mistake;
  try {
    return TaxonomyReader().read(toml::parse(toml));
  } catch (const toml::parse_error& error) {
    throw Mistake{line_of(error.source()), "this is not TOML: " + std::string(error.description()),
                  "Look at the quotes, brackets and equals signs of this line"};
  }
}

}  // namespace

Result<Taxonomy> parse_taxonomy(std::string_view toml, std::string_view file_name) {
  try {
    return parse(toml);
  } catch (const Mistake& mistake) {
    return tl::unexpected(error_of(mistake, file_name));
  }
}

}  // namespace earshot::text
