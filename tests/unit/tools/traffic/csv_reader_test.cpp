#include "tools/traffic/csv_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace earshot::traffic {
namespace {

using Fields = std::vector<std::string>;

/// "2: a|b" for a row, "3! reason" for a mistake.
std::vector<std::string> read_all(const std::string& text, std::optional<std::size_t> columns = {},
                                  CsvLimits limits = {}) {
  std::istringstream in(text);
  CsvReader reader(in, limits);
  if (columns) reader.expect_columns(*columns);
  std::vector<std::string> lines;
  while (const auto item = reader.next()) {
    std::string line;
    if (const auto* row = std::get_if<CsvRow>(&*item)) {
      line = std::to_string(row->line) + ": ";
      for (const auto& field : row->fields) {
        line += (&field == &row->fields.front() ? "" : "|") + field;
      }
    } else {
      const auto& bad = std::get<BadRow>(*item);
      line = std::to_string(bad.line) + "! " + std::string(to_string(bad.fault));
    }
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(CsvReader, ReadsRowsWithTheLinesWhereTheyBegin) {
  EXPECT_EQ(read_all("a,b\nc,d\n"), (Lines{"1: a|b", "2: c|d"}));
  EXPECT_EQ(read_all("a,b\r\nc,d\r\n"), (Lines{"1: a|b", "2: c|d"}));
  EXPECT_EQ(read_all("a,\"x\r\ny\"\r\nc,d"), (Lines{"1: a|x\r\ny", "3: c|d"}));
}

TEST(CsvReader, TakesALastRowWithoutALineEnd) {
  EXPECT_EQ(read_all("a,b"), (Lines{"1: a|b"}));
  EXPECT_EQ(read_all("a,"), (Lines{"1: a|"}));
  EXPECT_EQ(read_all("\"a\",\"\""), (Lines{"1: a|"}));
  EXPECT_EQ(read_all("\"a\"\r"), (Lines{"1: a"}));
}

TEST(CsvReader, SkipsAByteOrderMarkAndLinesWithNothingInThem) {
  EXPECT_EQ(read_all("\xEF\xBB\xBF"
                     "a,b\n\n\r\nc,d\n\n"),
            (Lines{"1: a|b", "4: c|d"}));
  EXPECT_EQ(read_all(""), Lines{});
  EXPECT_EQ(read_all("\xEF\xBB\xBF"), Lines{});
  EXPECT_EQ(read_all("\n\n"), Lines{});
}

TEST(CsvReader, TakesDoubledQuotationMarksAndSeparatorsInsideQuotes) {
  EXPECT_EQ(read_all("\"say \"\"hi\"\"\",\"a,b\"\n"), (Lines{"1: say \"hi\"|a,b"}));
  EXPECT_EQ(read_all("\"\"\"\",\"\"\n"), (Lines{"1: \"|"}));
}

struct BadCase {
  const char* what;
  std::string text;
  Lines expected;
};

TEST(CsvReader, LosesOnlyTheRowWithTheMistake) {
  const BadCase cases[] = {
      {"an opening quote that nobody closes",
       "a,b\nc,\"d\ne,f\ng,h\n",
       {"1: a|b", "2! broken quoting", "3: e|f", "4: g|h"}},
      {"one that the next quoted field seems to close",
       "a,\"b\nc,\"d\"\ne,f\n",
       {"1! broken quoting", "2: c|d", "3: e|f"}},
      {"one in the last line", "a,b\nc,\"d", {"1: a|b", "2! broken quoting"}},
      {"text behind a closing quote", "\"a\"x,b\nc,d\n", {"1! broken quoting", "2: c|d"}},
      {"a quote inside a plain field", "a \"b\",c\nd,e\n", {"1! broken quoting", "2: d|e"}},
      {"a carriage return behind a closing quote",
       "\"a\"\rx,b\nc,d\n",
       {"1! broken quoting", "2: c|d"}},
      {"too few columns", "a\nb,c\n", {"1! too few columns", "2: b|c"}},
      {"too many columns", "a,b,c\nd,e\n", {"1! too many columns", "2: d|e"}},
      {"a row over several lines that has the wrong width is read again line by line",
       "a,\"b\nc,d\ne,f\",g,h\ni,j\n",
       {"1! too many columns", "2: c|d", "3! broken quoting", "4: i|j"}},
  };
  for (const auto& c : cases) EXPECT_EQ(read_all(c.text, 2), c.expected) << c.what;
}

TEST(CsvReader, GivesAnUnclosedQuoteUpAtTheLimitsAndReadsEverythingBehindItsLine) {
  const CsvLimits limits{200, 5, 10};
  std::string text = "a,\"b\n";
  Lines expected{"1! broken quoting"};
  for (int i = 2; i < 40; ++i) {
    text += "c,d\n";
    expected.push_back(std::to_string(i) + ": c|d");
  }
  EXPECT_EQ(read_all(text, 2, limits), expected);
}

TEST(CsvReader, SkipsALineThatIsTooLongWithoutKeepingIt) {
  const CsvLimits limits{200, 5, 10};
  const std::string text = "a,b\n" + std::string(300'000, 'x') + "\nc,d\n";
  EXPECT_EQ(read_all(text, 2, limits), (Lines{"1: a|b", "2! row too long", "3: c|d"}));
}

TEST(CsvReader, BoundsTheColumns) {
  EXPECT_EQ(read_all("a,b,c\nd,e\n", std::nullopt, {200, 5, 2}),
            (Lines{"1! too many columns", "2: d|e"}));
}

TEST(CsvReader, ReadsRowsThatLieAcrossItsChunks) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "row,\"of \"\"text\"\"\"\r\n";
  const auto lines = read_all(text, 2);
  ASSERT_EQ(lines.size(), 30'000U);
  EXPECT_EQ(lines.back(), "30000: row|of \"text\"");
}

/// Fields that are rich in what CSV makes difficult.
rc::Gen<std::string> hard_field() {
  return rc::gen::container<std::string>(
      rc::gen::element('a', ',', '"', '\n', '\r', ' ', '\0', '\xC3'));
}

RC_GTEST_PROP(CsvReader, DecodesWhatItEncodes, ()) {
  const auto width = *rc::gen::inRange<std::size_t>(1, 6);
  const auto rows =
      *rc::gen::container<std::vector<Fields>>(rc::gen::container<Fields>(width, hard_field()));
  std::string text;
  for (const auto& row : rows) text += encode_csv_row(row);
  std::istringstream in(text);
  CsvReader reader(in);
  reader.expect_columns(width);
  for (const auto& row : rows) {
    const auto item = reader.next();
    RC_ASSERT(item.has_value());
    RC_ASSERT(std::holds_alternative<CsvRow>(*item));
    RC_ASSERT(std::get<CsvRow>(*item).fields == row);
  }
  RC_ASSERT(!reader.next().has_value());
}

RC_GTEST_PROP(CsvReader, EndsOnAnyBytesAndNumbersLinesUpwards, ()) {
  const auto text = *hard_field();
  std::istringstream in(text);
  CsvReader reader(in, {20, 3, 4});
  reader.expect_columns(2);
  std::uint64_t line = 0;
  while (const auto item = reader.next()) {
    const auto* row = std::get_if<CsvRow>(&*item);
    const auto here = row != nullptr ? row->line : std::get<BadRow>(*item).line;
    RC_ASSERT(here > line);
    line = here;
  }
}

}  // namespace
}  // namespace earshot::traffic
