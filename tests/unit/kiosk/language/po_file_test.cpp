#include "kiosk/app/po_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot::kiosk {
namespace {

const std::string kHeader = "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\n";

std::string message_of(std::string_view text) {
  const auto read = parse_po(text, "de.po");
  return read ? "" : read.error().message;
}

TEST(PoFile, ReadsWhatTranslatorsToolsWrite) {
  const auto read = parse_po(kHeader +
                                 "# a translator's own note\n"
                                 "#. On a button.\n#: somewhere.cpp:3\n#, c-format, fuzzy\n"
                                 "#| msgid \"Before\"\n"
                                 "msgctxt \"next\"\r\nmsgid \"Next\"\nmsgstr \"\"\n"
                                 "\"Wei\"\n  \"ter \\\"\\\\\\n\\t\"\n"
                                 "msgctxt \"stars\"\nmsgid \"{count} star\"\n"
                                 "msgid_plural \"{count} stars\"\n"
                                 "msgstr[0] \"{count} Stern\"\nmsgstr[1] \"{count} Sterne\"\n\n"
                                 "#~ msgid \"no longer used\"\n#~ msgstr \"nie mehr\"",
                             "de.po");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->header.at("Language"), "de");
  ASSERT_EQ(read->messages.size(), 2U);
  const auto& next = read->messages[0];
  EXPECT_EQ(next.line, 10U);
  EXPECT_TRUE(next.fuzzy);
  EXPECT_EQ(next.notes, std::vector<std::string>{"On a button."});
  EXPECT_EQ(next.context, "next");
  EXPECT_EQ(next.id, "Next");
  EXPECT_EQ(next.translations, std::vector<std::string>{"Weiter \"\\\n\t"});
  EXPECT_FALSE(read->messages[1].fuzzy);
  EXPECT_EQ(read->messages[1].id_plural, "{count} stars");
  EXPECT_EQ(read->messages[1].translations.size(), 2U);
}

TEST(PoFile, RefusesMistakesWithTheirLine) {
  EXPECT_EQ(message_of(""),
            "de.po:1: this file has no header. Begin it with msgid \"\" and msgstr \"\".");
  EXPECT_EQ(message_of(kHeader + "msgid \"a\"\nmsgstr b\n"),
            "de.po:6: words without quotes. Put them between \" and \".");
  EXPECT_EQ(message_of(kHeader + "msgid \"a\"\n\n"),
            "de.po:5: this message has no msgstr. Add it, empty if need be.");
  EXPECT_EQ(message_of(kHeader + "msgid \"a\"\nmsgstr \"b\"c\"\n"),
            "de.po:6: a quote inside the words. Write \\\" for it.");
  EXPECT_EQ(message_of(kHeader + "msgid \"a\"\nmsgstr \"\\q\"\n"),
            "de.po:6: a backslash before something unknown. Known are \\n, \\t, \\\" and \\\\.");
  EXPECT_EQ(message_of(kHeader + "massage \"a\"\n"),
            "de.po:5: 'massage' is no keyword. Known are msgctxt, msgid, msgid_plural, msgstr and "
            "msgstr[0] ….");
  EXPECT_EQ(message_of(kHeader + "msgid \"a\"\nmsgstr[0] \"b\"\n"),
            "de.po:6: msgstr[0] is not expected here. A message without msgid_plural has one "
            "msgstr.");
  EXPECT_EQ(message_of(kHeader + "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"\n"),
            "de.po:7: msgstr[1] is not expected here. Number the plural forms [0], [1] … in "
            "order.");
  EXPECT_EQ(message_of(kHeader + "msgctxt \"x\"\nmsgid \"a\"\nmsgstr \"\"\n\n"
                                 "msgctxt \"x\"\nmsgid \"b\"\nmsgstr \"\"\n"),
            "de.po:9: 'x' was already translated in line 5. Remove one of them.");
  EXPECT_EQ(message_of(kHeader + kHeader), "de.po:5: a second header. Remove it.");
  EXPECT_EQ(message_of(kHeader + "\"stray\"\n"),
            "de.po:5: words without a keyword. Put msgid or msgstr before them.");
  EXPECT_EQ(message_of(kHeader + "msgstr \"a\"\n"),
            "de.po:5: msgstr without msgid. Write the English words first.");
  EXPECT_EQ(message_of("\xFF"), "de.po:1: this file is not UTF-8. Save it as UTF-8.");
}

TEST(PoFile, IsBounded) {
  EXPECT_EQ(message_of(std::string(kPoBytesMax + 1, '#')),
            "de.po:1: this file is longer than 512 KB. Correct this line.");
  EXPECT_EQ(message_of(kHeader + "msgid \"" + std::string(5000, 'a') + "\"\n"),
            "de.po:5: these words are longer than 4096 bytes. Correct this line.");
  std::string many = kHeader;
  for (std::size_t i = 0; i <= kPoMessagesMax; ++i) {
    many += "msgid \"" + std::to_string(i) + "\"\nmsgstr \"\"\n";
  }
  EXPECT_NE(message_of(many).find("more than 2000 messages"), std::string::npos);
}

RC_GTEST_PROP(PoFile, NeverTakesTheProgramDown, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "msgid", "msgstr", "msgstr[0]", "msgctxt", "msgid_plural", " ", "\"", "\\", "\n", "a", "#,",
      "#.", "fuzzy", ":", "\\n", "[", "\xC3\xBC", "\r"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  const auto read = parse_po(text, "x.po");
  RC_ASSERT(read || read.error().message.starts_with("x.po:"));
}

}  // namespace
}  // namespace earshot::kiosk
