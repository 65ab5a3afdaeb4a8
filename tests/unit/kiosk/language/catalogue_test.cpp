// Every language that is built in: nothing missing, nothing too long, nothing lost on the way.
#include "kiosk/app/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "kiosk/app/locale.h"
#include "kiosk/app/po_file.h"
#include "kiosk/app/words.h"

namespace earshot::kiosk {
namespace {

constexpr std::string_view kTwenty[] = {"en", "es", "fr", "de", "pt", "it", "nl", "fi", "sv", "pl",
                                        "tr", "ru", "el", "ar", "he", "hi", "th", "zh", "ja", "ko"};
constexpr int kCounts[] = {0, 1, 2, 3, 5, 11, 20, 21, 100, 101, 500, 2000};

PoFile file_of(std::string_view name) {
  for (const auto& file : language_files()) {
    if (file.name == name) return parse_po(file.text, file.name).value_or(PoFile{});
  }
  return {};
}

const PoFile& the_template() {
  static const PoFile file = file_of("kiosk.pot");
  return file;
}

/// Two braces with a name between them, as often as they stand there.
std::multiset<std::string> braces_of(std::string_view text) {
  std::multiset<std::string> found;
  for (std::size_t at = 0; (at = text.find('{', at)) != std::string_view::npos; ++at) {
    found.emplace(text.substr(at, text.find('}', at) - at + 1));
  }
  return found;
}

/// "Width: 28" among the notes for translators.
std::size_t width_of(const PoMessage& message) {
  std::size_t width = 0;
  for (const auto& note : message.notes) {
    if (note.starts_with("Width: ")) {
      std::from_chars(note.data() + 7, note.data() + note.size(), width);
    }
  }
  return width;
}

/// What is wrong with a translation, each as "file:line: why"; nothing: good.
std::vector<std::string> mistakes_of(const PoFile& file, std::string_view name) {
  std::vector<std::string> mistakes;
  for (const auto& source : the_template().messages) {
    const auto found =
        std::find_if(file.messages.begin(), file.messages.end(),
                     [&](const PoMessage& m) { return m.context == source.context; });
    const auto say = [&](const std::string& what) {
      const auto line = found == file.messages.end() ? 1 : found->line;
      mistakes.push_back(std::string(name) + ":" + std::to_string(line) + ": " + source.context +
                         " " + what);
    };
    if (found == file.messages.end()) {
      say("is missing");
      continue;
    }
    if (found->fuzzy) say("is fuzzy: somebody has to look at it");
    if (found->id != source.id || found->id_plural != source.id_plural) {
      say("translates other English words than kiosk.pot has now");
    }
    for (const auto& text : found->translations) {
      if (text.empty()) say("is not translated");
      auto wanted = braces_of(source.id);
      auto has = braces_of(text);
      // A form for one number may say it in words: "two stars".
      if (!source.id_plural.empty() && has.empty()) wanted.erase("{count}");
      if (has != wanted) say("has other braces than the English words: " + text);
      const auto columns = columns_of(text);
      if (columns > width_of(source)) {
        say("is " + std::to_string(columns) + " wide, and there is room for " +
            std::to_string(width_of(source)) + ": " + text);
      }
    }
  }
  return mistakes;
}

TEST(Languages, AreAllThere) {
  for (const auto tag : kTwenty) {
    const auto all = spoken_languages();
    EXPECT_NE(std::find(all.begin(), all.end(), LanguageTag::trusted(std::string(tag))), all.end())
        << tag;
  }
}

TEST(Languages, LackNothingAndFitEverywhere) {
  for (const auto& [name, text] : language_files()) {
    const bool is_template = name.ends_with(".pot");
    const auto read = is_template ? read_template(text, name) : read_catalogue(text, name);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(name, is_template ? "kiosk.pot" : read->language.str() + ".po");
    auto file = parse_po(text, name);
    ASSERT_TRUE(file) << file.error().message;
    // Translators' tools read the number of forms here, the kiosk asks ICU: they have to agree.
    const auto nplurals = "nplurals=" + std::to_string(plural_forms(read->language)) + ";";
    EXPECT_TRUE(file->header["Plural-Forms"].starts_with(nplurals)) << name << ": " << nplurals;
    if (is_template) {
      for (auto& message : file->messages) message.translations = {message.id, message.id_plural};
      for (auto& message : file->messages) {
        if (message.id_plural.empty()) message.translations.pop_back();
      }
    }
    for (const auto& mistake : mistakes_of(*file, name)) ADD_FAILURE() << mistake;
  }
}

TEST(Languages, SayEveryCountInAFormOfItsOwn) {
  for (const auto& message : the_template().messages) {
    if (message.id_plural.empty()) continue;
    const auto phrase = parse_phrase(message.context);
    ASSERT_TRUE(phrase);
    for (const auto& language : spoken_languages()) {
      std::set<std::size_t> forms;
      for (const int count : kCounts) {
        forms.insert(plural_form(language, count));
        const auto words = counted(*phrase, language, count);
        EXPECT_EQ(words.find('{'), std::string::npos) << words;
        // Zero, one and two may be words; beyond, the number is what matters.
        if (count > 2) {
          EXPECT_NE(words.find(std::to_string(count)), std::string::npos) << words;
        }
      }
      EXPECT_EQ(forms.size(), plural_forms(language)) << language;
    }
  }
}

TEST(Languages, HaveEveryPhraseOfTheProgramAndNoOther) {
  std::set<std::string> in_template;
  for (const auto& message : the_template().messages) in_template.insert(message.context);
  EXPECT_EQ(in_template.size(), kPhraseCount);
  for (const auto name : kPhraseNames) EXPECT_TRUE(in_template.contains(std::string(name))) << name;
}

TEST(Languages, NeverScoldAndNeverShout) {
  for (std::size_t i = 0; i < kPhraseCount; ++i) {
    const auto english = words_for(static_cast<Phrase>(i), LanguageTag::trusted("en"));
    for (const auto word : {"submit", "Submit", "invalid", "Invalid", "rror", "failed"}) {
      EXPECT_EQ(english.find(word), std::string_view::npos) << english;
    }
    for (const auto quote : {"'", "\"", "..."}) {
      EXPECT_EQ(english.find(quote), std::string_view::npos) << "real quotes and dots: " << english;
    }
  }
}

TEST(Languages, MissingFuzzyStaleAndOverlongTextsAreFound) {
  const auto source = the_template().messages.front();
  PoFile file;
  EXPECT_EQ(mistakes_of(file, "x.po").size(), kPhraseCount);
  file = the_template();
  for (auto& message : file.messages) {
    message.translations = {message.id};
    if (!message.id_plural.empty()) message.translations.push_back(message.id_plural);
  }
  EXPECT_TRUE(mistakes_of(file, "x.po").empty());
  file.messages[0].translations[0] = std::string(width_of(source) + 1, 'n');
  file.messages[1].fuzzy = true;
  file.messages[2].id = "Tongue";
  file.messages[6].translations[0] = "Said on that day";
  const auto mistakes = mistakes_of(file, "x.po");
  ASSERT_EQ(mistakes.size(), 4U);
  EXPECT_EQ(mistakes[0].substr(0, mistakes[0].find(',')),
            "x.po:" + std::to_string(source.line) + ": touch_to_begin is 29 wide");
}

TEST(Catalogue, RefusesWhatTheKioskDoesNotKnow) {
  const std::string header = "msgid \"\"\nmsgstr \"Language: pl\\nX-Own-Name: Polski\\n\"\n\n";
  const auto unknown =
      read_catalogue(header + "msgctxt \"nonsense\"\nmsgid \"a\"\nmsgstr \"b\"\n", "pl.po");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message,
            "pl.po:4: the kiosk has no phrase 'nonsense'. Take its msgctxt from kiosk.pot, or "
            "remove it.");
  const auto forms = read_catalogue(
      header + "msgctxt \"spoken_stars\"\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n",
      "pl.po");
  ASSERT_FALSE(forms);
  EXPECT_EQ(forms.error().message,
            "pl.po:4: 'spoken_stars' has 1 plural forms, and Polski has 3. Write msgstr[0] to "
            "msgstr[2].");
  EXPECT_FALSE(read_catalogue("msgid \"\"\nmsgstr \"X-Own-Name: Polski\\n\"\n", "pl.po"));
  EXPECT_FALSE(read_catalogue("msgid \"\"\nmsgstr \"Language: pl\\n\"\n", "pl.po"));
}

TEST(Catalogue, TakesFuzzyAndEmptyTranslationsForMissing) {
  const auto read = read_catalogue(
      "msgid \"\"\nmsgstr \"Language: pl\\nX-Own-Name: Polski\\n\"\n\n"
      "#, fuzzy\nmsgctxt \"next\"\nmsgid \"Next\"\nmsgstr \"Dalej\"\n\n"
      "msgctxt \"back\"\nmsgid \"Back\"\nmsgstr \"\"\n\n"
      "msgctxt \"yes\"\nmsgid \"Yes\"\nmsgstr \"Tak\"\n",
      "pl.po");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->of(Phrase::next).empty());
  EXPECT_TRUE(read->of(Phrase::back).empty());
  EXPECT_EQ(read->of(Phrase::yes), std::vector<std::string>{"Tak"});
}

}  // namespace
}  // namespace earshot::kiosk
